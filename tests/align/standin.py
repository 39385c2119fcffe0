"""Own texts and an encoder that needs no model, for the alignment tests."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from padan.engines.base import Vectors
from padan.model import Article, Role, Sentence

STORY = (
    "Gempa berkekuatan 5,8 mengguncang pesisir Teluk Wanarata pada Senin pagi.",
    "Badan penanggulangan bencana setempat belum menerima laporan korban jiwa.",
    "Sebanyak 214 rumah di Kecamatan Lembah Sari rusak ringan.",
    "Bupati Raden Suwandi meminta warga tetap tenang dan menjauhi bangunan retak.",
    "Jalur kereta menuju Pasir Kaliki ditutup sementara untuk pemeriksaan rel.",
    "Petugas kereta memeriksa jembatan baja sepanjang 320 meter dengan kamera.",
    "Rumah sakit daerah menyiapkan tenda darurat di halaman parkir.",
    "Dua puluh perawat dikirim dari ibu kota provinsi pada sore hari.",
    "Sekolah dasar di tiga desa diliburkan sampai hari Kamis.",
    "Ahli kebumian Maya Lestari mengatakan gempa susulan masih mungkin terjadi.",
    "Ia menyarankan penduduk menyiapkan tas berisi air minum dan obat.",
    "Harga beras di pasar Wanarata naik dua ribu rupiah sejak kemarin.",
)
OTHER = (
    "Tim bola voli putri menjuarai turnamen antarkampus di Makassar.",
    "Pelatih asal Jepang memuji servis keras kapten regu.",
    "Museum maritim membuka pameran perahu kayu berusia dua abad.",
    "Tiket masuk dijual seharga lima belas ribu untuk pelajar.",
    "Peneliti serangga menemukan kumbang berwarna ungu di hutan gambut.",
    "Konser gamelan akan digelar di alun-alun setiap malam Minggu.",
)


class GramEncoder:
    """Hashed letter grams as vectors: deterministic, and near for texts that share wording."""

    signature = "grams@1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One normalised row per text."""
        self.asked += texts
        return grams(texts)


def grams(texts: Sequence[str]) -> Vectors:
    """Normalised signed counts of letter trigrams in 256 buckets."""
    rows = np.zeros((len(texts), 256), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        padded = f"  {text.lower()}  "
        for k in range(len(padded) - 2):
            code = crc32(padded[k : k + 3].encode("utf-8", "surrogatepass"))
            row[code % 256] += 1.0 if code & 1024 else -1.0
        row /= max(float(np.linalg.norm(row)), 1e-9)
    return rows


def article(name: str, lines: Sequence[tuple[str, Role]], lang: str = "id") -> Article:
    """An article of one sentence a line."""
    sentences, at = [], 0
    for k, (text, role) in enumerate(lines):
        sentences.append(Sentence(k, at, at + len(text), text, k, role))
        at += len(text) + 1
    return Article(name, "\n".join(t for t, _ in lines), lang, (), tuple(sentences))
