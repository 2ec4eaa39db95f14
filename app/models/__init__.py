"""All tables of the product."""

from app.models.accounts import Membership, Role, User
from app.models.audit import AuditEvent, AuditHead
from app.models.base import Base, BigId, ScaledDecimal, UtcDateTime
from app.models.bulk_steps import BulkStep
from app.models.campaigns import Campaign, CampaignState, OutlineState, OutlineVersion
from app.models.drafts import (
    Draft,
    DraftBlock,
    DraftBlockRevision,
    DraftComment,
    DraftSection,
    DraftSnapshot,
    DraftState,
)
from app.models.jobs import Job, Notice, Reminder
from app.models.mail import MailState, OutgoingMail
from app.models.outlines import OutlineDraft, OutlineDraftRevision
from app.models.plans import CampaignPlan, Rhythm
from app.models.readings import ReportReading
from app.models.reports import (
    Answer,
    AnswerRevision,
    Attachment,
    Figure,
    Remark,
    Report,
    ReportState,
    SectionAssignment,
    SectionStatus,
)
from app.models.units import Unit, UnitSuccession

__all__ = [
    "Answer",
    "AnswerRevision",
    "Attachment",
    "AuditEvent",
    "AuditHead",
    "Base",
    "BigId",
    "BulkStep",
    "Campaign",
    "CampaignPlan",
    "CampaignState",
    "Draft",
    "DraftBlock",
    "DraftBlockRevision",
    "DraftComment",
    "DraftSection",
    "DraftSnapshot",
    "DraftState",
    "Figure",
    "Job",
    "MailState",
    "Membership",
    "Notice",
    "OutgoingMail",
    "OutlineDraft",
    "OutlineDraftRevision",
    "OutlineState",
    "OutlineVersion",
    "Remark",
    "Reminder",
    "Report",
    "ReportReading",
    "ReportState",
    "Rhythm",
    "Role",
    "ScaledDecimal",
    "SectionAssignment",
    "SectionStatus",
    "Unit",
    "UnitSuccession",
    "User",
    "UtcDateTime",
]
