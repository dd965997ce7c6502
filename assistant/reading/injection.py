"""Detects prompt injections: sentences of articles that address a language model. Floor 2. A pure function.

Such lines are withheld from the model, which might follow them and cite the injection itself as evidence. A missed one
does little harm (fence, keys and checks still apply); a false positive costs one line of evidence.
"""

from __future__ import annotations

import re

_SAY = (
    r"(?:answer|repl(?:y|ies)|respond|say|state|output|print|write|repeat|append|include|insert|cite|claim|report|tell"
)
_SAY += r"|mention|recommend|reveal|summari[sz]e|translate|visit|open|end|begin|start|call|treat|assume|conclude)"
_MACHINE = r"(?:AIs?|A\.I\.|language models?|LLMs?|chat-?bots?|assistants?|GPT(?:-\d)?|chatgpt|claude|gemini|sayso)"
_PATTERNS = (
    r"\b(?:ignore|disregard|forget|override|bypass|discard)\b.{0,40}\b(?:above|previous|prior|earlier|preceding|below"
    r"|following|instructions?|rules?|prompts?|guidelines|everything|evidence|lines)\b",
    r"^\W*(?:system|developer|assistant|user|human|instructions?|admin)\b[\w \-]{0,25}[:›|)]",
    r"im_start|im_end|\(/?INST\)|start_of_turn|end_of_turn|endoftext|begin_of_text|eot_id",
    r"‹/?(?:s|system|user|assistant|evidence|instructions?|think)›",
    r"\byou(?:'re| are| must act as| will act as)\b(?: now| no longer| not)?.{0,40}\b(?:assistant|language model|AI|bot"
    r"|chat-?bot|DAN|developer mode|unrestricted|jailbroken)\b",
    rf"\b{_MACHINE}\b.{{0,60}}\b(?:must|should|shall|please|have to|are (?:to|required|told|ordered|instructed))\b"
    rf".{{0,30}}\b{_SAY}\b",
    rf"\b(?:note|notice|message|memo|attention)\b.{{0,12}}\b(?:to|for|all)\b.{{0,20}}\b{_MACHINE}\b",
    rf"^\W*(?:please |now |and |then |first,? |instead,? |always |only )*{_SAY}\b"
    r".{0,40}\b(?:with|that|only|exactly|following|instead|your?|every|always|word|nothing|no)\b",
    r"(?:^|[:;,.]\s*|\b(?:and|then|please)\s+)(?:do not|don't|never)\s+(?:mention|cite|quote|reveal|show|use|answer"
    r"|report|trust|follow|verify)\b",
    r"\byour (?:system |hidden |previous |original )?(?:prompt|instructions|guidelines|training|answer|reply|response"
    r"|output|keys)\b",
    r"\b(?:when|if|whenever|before) (?:you(?:'re| are) asked|(?:you(?:'re| are) )?(?:answer|summari[sz]|respond)ing)\b",
    r"\b(?:every|each|all) (?:answers?|repl(?:y|ies)|responses?)\b",
    r"^\W*(?:please |now |and )*(?:tell|urge|ask|direct|send) (?:the |all |your )*(?:readers?|users?|people)\b",
    r"\bthe (?:correct|right|only|true|required|expected|final) (?:answer|reply|response) (?:to|is|must|should)\b",
    r"\b(?:evidence|document|system|prompt|context|instructions) (?:begin|end)s\b|\b(?:begin|end) of (?:the )?"
    r"(?:evidence|document|system|prompt|context|instructions)\b",
    r"\bnew (?:instructions?|rules?|task|system)\b.{0,20}:",
    r"\"?(?:answerable|sentences|role|content|tool_calls?|function_call)\"\s*:",
    r"[A-Za-z0-9+/]{64,}={0,2}",
    r"\b(?:ignorier|missachte|vergiss)\w*.{0,40}(?:anweisung|obige|vorherig|bisherig|regeln)",
    r"\b(?:ignor|olvid|descart|esque[çc])\w*.{0,40}(?:instrucc|instruç|istruzion|anterior|precedent|acima|reglas)",
    r"\b(?:ignore[zr]?|oublie[zr]?)\b.{0,40}(?:instruct|consigne|précéd|ci-dessus)",
    r"(?:игнорир|забуд|не обращай)\w*.{0,60}(?:инструкц|предыдущ|указан|выше|правил)",
    r"(?:ігнору|забуд)\w*.{0,60}(?:інструкц|попередн|вище)",
    r"(?:忽略|无视|無視|忘记|忘れ).{0,20}(?:指令|以上|之前|上述|说明|指示|前の)|(?:以上|前の|上記).{0,20}(?:無視|忘れ)",
    r"تجاهل.{0,40}(?:التعليمات|السابقة|أعلاه)",
)
_ORDER = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_SPACED = re.compile(r"\b(?:\w[ .\-_]){4,}\w\b")
_LOOK_ALIKES = str.maketrans("аеорсухіѕјкмнтв", "aeopcyxisjkmhtb")


def is_injection(text: str) -> bool:
    """Whether a text, already passed through `layout.harmless`, looks like an instruction to a language model."""
    latin = " ".join(_latin(word) for word in text.split())
    packed = _SPACED.sub(lambda found: re.sub(r"[ .\-_]", "", found[0]), latin)
    return any(_ORDER.search(one) for one in {text, latin, packed})


def _latin(word: str) -> str:
    """A word that mixes Latin and look-alike Cyrillic letters, in Latin letters; other words unchanged."""
    mixed = re.search(r"[a-z]", word, re.IGNORECASE) and re.search(r"[а-яі]", word, re.IGNORECASE)
    return word.translate(_LOOK_ALIKES) if mixed else word
