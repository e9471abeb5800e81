"""The rules about problems, one a file: each derives a bound below which no strategy costs."""
