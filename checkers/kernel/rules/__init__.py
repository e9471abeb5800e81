"""The rules, one a file. `PREMISES` conclude something about T; `VERDICTS` decide a claim."""
