"""Reading outlines (outlines/README.md): strict YAML, every problem at once, frozen objects."""

from forms.loading.dump import dump_outline
from forms.loading.json_schema import json_schema, json_schema_text
from forms.loading.keys import all_keys
from forms.loading.load import Resolve, inspect_outline, load_outline, outline_source_hash

__all__ = [
    "Resolve",
    "all_keys",
    "dump_outline",
    "inspect_outline",
    "json_schema",
    "json_schema_text",
    "load_outline",
    "outline_source_hash",
]
