"""Reading outlines (outlines/README.md): strict YAML, every problem at once, frozen objects."""

from forms.loading.dump import dump_outline
from forms.loading.json_schema import json_schema, json_schema_text
from forms.loading.keys import all_keys
from forms.loading.load import Resolve, load_outline, outline_source_hash
from forms.loading.register import RegisteredCitation, load_citations

__all__ = [
    "RegisteredCitation",
    "Resolve",
    "all_keys",
    "dump_outline",
    "json_schema",
    "json_schema_text",
    "load_citations",
    "load_outline",
    "outline_source_hash",
]
