"""Sayso as parts of other people's frames: `assistant.adapters.llama` for llama-index."""
