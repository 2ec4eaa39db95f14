"""Add decisions about many units at once

Before you commit: no import of the app; schema and data apart; NOT NULL in two steps; downgrade
tested; the file is named NNNN_verb_object.py and its revision is that name.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_add_bulk_steps"
down_revision = "0003_add_outline_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("undo_outcome", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_bulk_step_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_bulk_step_made_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["user_account.id"], name=op.f("fk_bulk_step_undone_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_step")),
    )
    with op.batch_alter_table("bulk_step", schema=None) as batch_op:
        batch_op.create_index("uq_bulk_step_key", ["key"], unique=True)
        batch_op.create_index("ix_bulk_step_campaign_id", ["campaign_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("bulk_step", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_step_campaign_id")
        batch_op.drop_index("uq_bulk_step_key")

    op.drop_table("bulk_step")
