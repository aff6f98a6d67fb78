"""Output forms: a dataclass in, text out. One module a form; each escapes foreign text for its own kind of reader."""
