"""Command lines in which formulas stand."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand


class FormulaCommand(TyperCommand):
    """A command whose arguments are formulas: one that begins with a minus is text, not an option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the options first and everything else behind `--`."""
        takes_value: dict[str, bool] = {"-h": False, "--help": False}
        for parameter in self.params:
            for name in (*parameter.opts, *parameter.secondary_opts):
                if name.startswith("-"):
                    takes_value[name] = not getattr(parameter, "is_flag", False)
        options: list[str] = []
        texts: list[str] = []
        rest = list(args)
        while rest:
            word = rest.pop(0)
            name = word.partition("=")[0]
            if word == "--":
                texts += rest
                break
            if name in takes_value and name.startswith("-"):
                options.append(word)
                if takes_value[name] and "=" not in word and rest:
                    options.append(rest.pop(0))
            elif name.startswith("--") and name[2:].replace("-", "").isalpha() and len(name) > 4:
                options.append(word)  # a misspelt option: click says which was meant
            else:
                texts.append(word)
        return super().parse_args(ctx, [*options, "--", *texts])
