"""Evaluations of single components, on labelled data of their own."""
