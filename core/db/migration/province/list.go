package province

import "github.com/doanket/doanket/core/db/migration"

// Steps are all steps in order. A new step goes to the end.
var Steps = []migration.Step{
	Unit, Identity, Access, Audit, Job, Record, File, Indicator, Notice, Setting, JobClaim, PersonOrder, FolderApplied, Cascade, Measure,
	UnitBranch, Seal, RecordBranch, RecordOrder, RecordWord, Clock, EvidenceBound, SelfApproval, PersonFold, UploadMetadata, Delivery, Duty, Amount, Reminder, CascadeStep, Discarded, Programme, RecordWordWaiting, KnownDevice, SessionProof, Report, Overlap, Sheet, LastingKey, Closing, ProgrammeText, DocumentText, Proposal, DutySettled, EvidenceSide,
}
