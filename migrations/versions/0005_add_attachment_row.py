"""Add the row of a list that a file belongs to

Before you commit: no import of the app; schema and data apart; NOT NULL in two steps; downgrade
tested; the file is named NNNN_verb_object.py and its revision is that name.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_add_attachment_row"
down_revision = "0004_add_bulk_steps"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("row_key", sa.String(length=40), nullable=True))
    op.execute("UPDATE attachment SET row_key = ''")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.alter_column("row_key", existing_type=sa.String(length=40), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_column("row_key")
