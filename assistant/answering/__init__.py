"""Answers to requests other than plain questions: replies, summaries, timelines, the latest news, lists."""
