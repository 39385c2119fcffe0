"""A model of NLLB's kind, small enough to be trained within a test on sentences of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAIRS = [
    ("Menteri itu membuka jembatan baru.", "The minister opened a new bridge."),
    ("Harga beras naik tiga persen.", "The price of rice rose three percent."),
    ("Warga desa menunggu bantuan.", "The villagers are waiting for help."),
    ("Hujan deras turun selama dua hari.", "Heavy rain fell for two days."),
    ("Sekolah kami tutup sampai Senin.", "Our school is closed until Monday."),
]
_STEPS = 160


def tokenizer(folder: Path) -> Any:
    """A NllbTokenizer over sentencepiece pieces learnt from PAIRS."""
    import sentencepiece
    from transformers import NllbTokenizer
    from transformers.convert_slow_tokenizer import generate_merges

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in PAIRS for text in pair] * 3),
        model_prefix=str(folder / "pieces"),
        vocab_size=160,
        model_type="bpe",
        minloglevel=2,
    )
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
    scores = {pieces.id_to_piece(i): pieces.get_score(i) for i in range(3, len(pieces))}
    vocab = {token: i for i, token in enumerate(["<s>", "<pad>", "</s>", "<unk>", *scores])}
    return NllbTokenizer(vocab=vocab, merges=generate_merges(vocab, scores), src_lang="ind_Latn")


def make(folder: Path, steps: int = _STEPS) -> Path:
    """Train the model on PAIRS in both directions and save it as the hub's models are saved.

    With 0 steps it says anything, for tests that only need a whole model.
    """
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    words = tokenizer(folder)
    torch.manual_seed(5)
    torch.set_num_threads(1)
    model = M2M100ForConditionalGeneration(
        M2M100Config(
            vocab_size=len(words),
            d_model=32,
            encoder_layers=2,
            decoder_layers=2,
            encoder_attention_heads=2,
            decoder_attention_heads=2,
            encoder_ffn_dim=64,
            decoder_ffn_dim=64,
            encoder_layerdrop=0.0,
            decoder_layerdrop=0.0,
            dropout=0.0,
            attention_dropout=0.0,
            activation_dropout=0.0,
            max_position_embeddings=1024,
            pad_token_id=1,
            bos_token_id=0,
            eos_token_id=2,
            decoder_start_token_id=2,
        )
    )
    batch = _batch(words)
    descent = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(steps):
        loss = model(**batch).loss
        descent.zero_grad()
        loss.backward()
        descent.step()
    saved = folder / "tiny-nllb"
    model.save_pretrained(saved)
    words.save_pretrained(saved)
    return saved


def _batch(words: Any) -> dict[str, Any]:
    """All pairs, both ways, as tensors."""
    import torch

    sources, targets = [], []
    for indonesian, english in PAIRS:
        for a, b, from_, into in (
            (indonesian, english, "ind_Latn", "eng_Latn"),
            (english, indonesian, "eng_Latn", "ind_Latn"),
        ):
            words.src_lang = from_
            sources.append(words(a)["input_ids"])
            words.src_lang = into
            targets.append(words(b)["input_ids"])

    def rows(ids: list[list[int]], fill: int) -> torch.Tensor:
        width = max(map(len, ids))
        return torch.tensor([[*row, *[fill] * (width - len(row))] for row in ids])

    inputs = rows(sources, 1)
    return {
        "input_ids": inputs,
        "attention_mask": (inputs != 1).long(),
        "labels": rows(targets, -100),
    }
