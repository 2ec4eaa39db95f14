"""Add plans of campaigns, outgoing mail, succession of units, one-time sign-in codes

Before you commit: no import of the app; schema and data apart; NOT NULL in two steps; downgrade
tested; the file is named NNNN_verb_object.py and its revision is that name.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_add_office_work"
down_revision = "0001_create_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["unit.id"], name=op.f("fk_unit_succession_predecessor_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["unit.id"], name=op.f("fk_unit_succession_successor_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_succession")),
    )
    with op.batch_alter_table("unit_succession", schema=None) as batch_op:
        batch_op.create_index("ix_unit_succession_successor_id", ["successor_id"], unique=False)
        batch_op.create_index(
            "uq_unit_succession_pair", ["predecessor_id", "successor_id"], unique=True
        )

    op.create_table(
        "campaign_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("collector_id", sa.Integer(), nullable=False),
        sa.Column("outline_version_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("due_month", sa.Integer(), nullable=True),
        sa.Column("due_year", sa.Integer(), nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("inclusive", sa.Boolean(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("unit_kinds", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["collector_id"], ["unit.id"], name=op.f("fk_campaign_plan_collector_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_campaign_plan_created_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["unit.id"], name=op.f("fk_campaign_plan_office_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["outline_version_id"],
            ["outline_version.id"],
            name=op.f("fk_campaign_plan_outline_version_id_outline_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_plan")),
    )
    with op.batch_alter_table("campaign_plan", schema=None) as batch_op:
        batch_op.create_index("ix_campaign_plan_office_id", ["office_id"], unique=False)

    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("reply_to", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_outgoing_mail_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_outgoing_mail_created_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_outgoing_mail_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_mail_campaign_id", ["campaign_id"], unique=False)
        batch_op.create_index(
            "ix_outgoing_mail_state_next_try_at", ["state", "next_try_at"], unique=False
        )
        batch_op.create_index("uq_outgoing_mail_key", ["key"], unique=True)

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("plan_period", sa.String(length=20), nullable=True))
        batch_op.create_index("ix_campaign_office_id", ["office_id"], unique=False)
        batch_op.create_index(
            "uq_campaign_plan_id_plan_period", ["plan_id", "plan_period"], unique=True
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_campaign_plan_id_campaign_plan"), "campaign_plan", ["plan_id"], ["id"]
        )

    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("totp_step")

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_campaign_plan_id_campaign_plan"), type_="foreignkey"
        )
        batch_op.drop_index("uq_campaign_plan_id_plan_period")
        batch_op.drop_index("ix_campaign_office_id")
        batch_op.drop_column("plan_period")
        batch_op.drop_column("plan_id")

    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index("uq_outgoing_mail_key")
        batch_op.drop_index("ix_outgoing_mail_state_next_try_at")
        batch_op.drop_index("ix_outgoing_mail_campaign_id")

    op.drop_table("outgoing_mail")
    with op.batch_alter_table("campaign_plan", schema=None) as batch_op:
        batch_op.drop_index("ix_campaign_plan_office_id")

    op.drop_table("campaign_plan")
    with op.batch_alter_table("unit_succession", schema=None) as batch_op:
        batch_op.drop_index("uq_unit_succession_pair")
        batch_op.drop_index("ix_unit_succession_successor_id")

    op.drop_table("unit_succession")
