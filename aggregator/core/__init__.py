"""The pure middle: data in, data out. Opens no file, no socket, no database, and never asks the clock."""
