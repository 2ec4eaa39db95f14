"""Add what was made out of the prose of reports beforehand

Before you commit: no import of the app; schema and data apart; NOT NULL in two steps; downgrade
tested; the file is named NNNN_verb_object.py and its revision is that name.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_add_report_reading"
down_revision = "0005_add_attachment_row"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_reading",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_report_reading_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_reading")),
    )


def downgrade() -> None:
    op.drop_table("report_reading")
