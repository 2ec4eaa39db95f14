"""Reading outlines (outlines/README.md): strict YAML, every problem at once, frozen objects."""

from forms.loading.checks import check_outline
from forms.loading.dump import dump_outline
from forms.loading.json_schema import json_schema, json_schema_text
from forms.loading.keys import OUTLINE_KINDS, all_keys, column_keys, field_keys
from forms.loading.load import Resolve, inspect_outline, load_outline, outline_source_hash
from forms.loading.names import RESERVED as RESERVED_KEYS
from forms.loading.register import RegisteredCitation, load_citations

__all__ = [
    "OUTLINE_KINDS",
    "RESERVED_KEYS",
    "RegisteredCitation",
    "Resolve",
    "all_keys",
    "check_outline",
    "column_keys",
    "dump_outline",
    "field_keys",
    "inspect_outline",
    "json_schema",
    "json_schema_text",
    "load_citations",
    "load_outline",
    "outline_source_hash",
]
