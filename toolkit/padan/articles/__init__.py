"""Reading articles: text, HTML, Markdown, JSON and URLs; roles of lines; sentences."""

from padan.articles.build import build_article
from padan.articles.reading import read_article, read_articles
from padan.articles.repeated import label_repeated
from padan.articles.sentences import split_sentences

__all__ = ["build_article", "label_repeated", "read_article", "read_articles", "split_sentences"]
