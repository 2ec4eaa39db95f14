"""Add drafts of outlines with every text they had

Before you commit: no import of the app; schema and data apart; NOT NULL in two steps; downgrade
tested; the file is named NNNN_verb_object.py and its revision is that name.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_add_outline_drafts"
down_revision = "0002_add_office_work"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outline_draft",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["outline_version.id"],
            name=op.f("fk_outline_draft_version_id_outline_version"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["unit.id"], name=op.f("fk_outline_draft_office_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"],
            ["outline_version.id"],
            name=op.f("fk_outline_draft_based_on_id_outline_version"),
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"],
            ["user_account.id"],
            name=op.f("fk_outline_draft_updated_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_outline_draft")),
    )
    with op.batch_alter_table("outline_draft", schema=None) as batch_op:
        batch_op.create_index("ix_outline_draft_office_id", ["office_id"], unique=False)

    op.create_table(
        "outline_draft_revision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["outline_version.id"],
            name=op.f("fk_outline_draft_revision_version_id_outline_version"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"],
            ["user_account.id"],
            name=op.f("fk_outline_draft_revision_saved_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outline_draft_revision")),
    )
    with op.batch_alter_table("outline_draft_revision", schema=None) as batch_op:
        batch_op.create_index(
            "uq_outline_draft_revision_version_number", ["version_id", "number"], unique=True
        )


def downgrade() -> None:
    with op.batch_alter_table("outline_draft_revision", schema=None) as batch_op:
        batch_op.drop_index("uq_outline_draft_revision_version_number")
    op.drop_table("outline_draft_revision")
    with op.batch_alter_table("outline_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_outline_draft_office_id")
    op.drop_table("outline_draft")
