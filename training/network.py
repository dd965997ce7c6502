"""The reader's network in PyTorch: a BERT of 12 layers; question and unit in, one logit out. Floor 5."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER, LAYERS, VOCABULARY, POSITIONS = 384, 12, 1536, 12, 30522, 512


class Layer(nn.Module):
    """One encoder layer: self-attention and a feed-forward part, each followed by its norm."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, states: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """(batch, width, 384) -> the same shape; `mask` is (batch, 1, 1, width), True where there is a token."""
        batch, width, _ = states.shape

        def heads(projected: Tensor) -> Tensor:
            return projected.view(batch, width, HEADS, WIDTH // HEADS).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            heads(self.query(states)), heads(self.key(states)), heads(self.value(states)), attn_mask=mask
        )
        attended = self.out(attended.transpose(1, 2).reshape(batch, width, WIDTH))
        states = self.attention_norm(states + functional.dropout(attended, dropout, self.training))
        fed = self.outer(functional.gelu(self.inner(states)))
        result: Tensor = self.norm(states + functional.dropout(fed, dropout, self.training))
        return result


class ReaderNetwork(nn.Module):
    """Question and unit in, one logit out: the higher, the more surely the unit answers."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pooler = nn.Linear(WIDTH, WIDTH)
        self.head = nn.Linear(WIDTH, 1)

    def lower(self, ids: Tensor, mask: Tensor, kinds: Tensor, upto: int) -> Tensor:
        """The states after the first `upto` layers."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.norm(self.words(ids) + self.positions(places) + self.kinds(kinds))
        for layer in list(self.layers)[:upto]:
            states = layer(states, mask[:, None, None, :].bool(), 0.0)
        return states

    def upper(self, states: Tensor, mask: Tensor, since: int, dropout: float = 0.0) -> Tensor:
        """The logits, from the states after the first `since` layers: (batch,)."""
        for layer in list(self.layers)[since:]:
            states = layer(states, mask[:, None, None, :].bool(), dropout)
        pooled = torch.tanh(self.pooler(states[:, 0]))
        logits: Tensor = self.head(functional.dropout(pooled, dropout, self.training)).squeeze(-1)
        return logits

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """The logits: (batch,)."""
        return self.upper(self.lower(input_ids, attention_mask, token_type_ids, 0), attention_mask, 0)
