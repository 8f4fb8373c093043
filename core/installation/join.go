package installation

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/closing"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/grant"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/overlap"
	"github.com/doanket/doanket/core/paper/office"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/proposal"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/province/archive"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/index"
	"github.com/doanket/doanket/core/report"
	"github.com/doanket/doanket/core/seal"
	"github.com/doanket/doanket/core/search"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/setup"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/switchboard"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/upload"
)

// join makes the rooms and hands each what it asked for.
func (i *Installation) join() error {
	i.Audit = audit.Log{Key: i.logKey}
	i.Tenants = tenant.New(i.Cluster, tenant.Options{BaseDomain: i.options.BaseDomain})
	i.Tree = unit.NewTree(unit.Options{By: identity.By})
	i.Guard = access.New(access.Options{Expand: i.expand, BranchAt: i.Tree.BranchAt})
	i.People = identity.New(identity.Options{Units: i.Tree, RoleKnown: i.Guard.Known, Doors: i.door, Seeds: i.Keys})
	i.Records = record.New(record.Deps{Kinds: i.Kinds, Guard: i.Guard, Tree: i.Tree, People: i.People, Decider: i.decider(), Sealer: i.Keys})
	evidence := document.Over(i.Records)
	i.Uploads = upload.New(upload.Options{Store: i.Store, Slot: document.SlotOf(evidence), Limit: storageLimit, May: i.mayAttach, Retention: i.options.Retention})
	i.Documents = document.New(document.Options{Records: evidence, Uploads: i.Uploads})
	i.Duties = duty.New(duty.Deps{Kinds: i.Kinds, Records: i.Records, Tree: i.Tree, Gate: i.Guard, Counted: func(ctx context.Context) { i.Figures.Forget(ctx) },
		Met: func(ctx context.Context, obligationIDs []string) error { return i.Box.DutyMet(ctx, obligationIDs) }})
	i.Figures = indicator.New(indicator.Deps{Kinds: i.Kinds, Records: i.Records, Tree: i.Tree, Gate: i.Guard, Proofs: proofs{i}, Folder: i.folder(), Duties: owing{i.Duties}})
	i.Box = notice.New(notice.Deps{Records: i.Records, Kinds: i.Kinds, People: i.People, Tree: i.Tree, Duties: i.Duties, May: i.may, Plays: i.Guard.Plays})
	i.Programme = programme.New(programme.Deps{Kinds: i.Kinds, Records: i.Records, Gate: i.Guard, Tree: i.Tree, Proofs: proofs{i}, Figures: i.Figures, Caller: i.Box})
	i.Kinds.Follow(i.Programme.Offered)
	i.Kinds.Locate(i.placed)
	i.Office = office.New(i.options.Office)
	i.papers = extract.New(i.options.Programs)
	i.Reports = report.New(report.Deps{Kinds: i.Kinds, Records: i.Records, Figures: i.Figures, Tree: i.Tree, Gate: i.Guard})
	i.Closings = closing.New(closing.Deps{Kinds: i.Kinds, Records: i.Records, Figures: i.Figures, Duties: owing{i.Duties}, Proofs: proofs{i}, Tree: i.Tree, Gate: i.Guard, Keys: i.Keys, Store: i.Store})
	i.Sheets = sheet.New(sheet.Deps{Kinds: i.Kinds, Records: i.Records, Tree: i.Tree, Uploads: i.Uploads, People: i.People, Apart: i.options.Programs.Apart})
	i.Overlaps = overlap.New(overlap.Deps{Kinds: i.Kinds, Records: i.Records, Tree: i.Tree})
	i.Search = search.New(search.Deps{Kinds: i.Kinds, Records: i.Records, Objects: i.Uploads, Tree: i.Tree, Reader: i.papers})
	i.Records.Overlaps = i.Overlaps
	i.Records.Use(nil, i.Documents, i.Figures, i.Duties, i.Programme, i.Overlaps, i.Search, i.Box)
	i.Tree.Follow(i.Records)
	i.Tree.Follow(i.Figures)
	i.Tree.Follow(i.Duties)
	i.Tree.Follow(i.Overlaps)
	i.Tree.Watch(i.Duties)
	i.Tree.Watch(i.Figures)
	i.Openings = seal.NewOpenings(i.Keys, holder{i}, i.Guard, i.People, i.Box.OpeningAsked)
	i.Proposals = proposal.Proposals{Tied: i.tied, Tell: i.tellProposal}
	i.Provinces = province.New(province.Deps{BaseDomain: i.options.BaseDomain, Broken: i.unusableModules(), Cluster: i.Cluster, Store: i.Store, Tenants: i.Tenants,
		Tree: i.Tree, People: i.People, Guard: i.Guard, Kinds: i.Kinds, Records: i.Records, Holders: []archive.Holder{i.Uploads, i.Closings}, Figures: counted{i}, Keys: i.Keys, Programme: i.Programme})
	i.Setup = &setup.Setup{Kinds: i.Kinds, Tree: i.Tree, People: i.People, Packs: i.options.Packs, Roles: i.roleIDs}
	i.Switchboard = switchboard.New(switchboard.Deps{Kinds: i.Kinds, Duties: i.Duties, Programme: i.Programme, Tree: i.Tree, Provinces: i.Provinces})
	return i.work()
}

// decider is the module host, or what a test puts in its place, or nothing.
func (i *Installation) decider() record.Decider {
	if i.options.Decider != nil {
		return i.options.Decider
	}
	if i.Host != nil {
		return i.Host
	}
	return nil
}

// work gives the queue its workers and their times.
func (i *Installation) work() error {
	i.Queue = job.New(job.Options{Log: i.log})
	if err := errors.Join(i.Figures.Register(i.Queue), i.Duties.Register(i.Queue), i.Programme.Register(i.Queue), i.Overlaps.Register(i.Queue), i.Search.Register(i.Queue)); err != nil {
		return err
	}
	i.Queue.Register(notice.TellJob, i.Box.Tell)
	i.Queue.Register(notice.MetJob, i.Box.Meet)
	i.Queue.Register(notice.DueJob, i.Box.Remind)
	i.Queue.Register(record.NotifyJob, i.Box.Pass)
	i.Queue.Register(record.RefreshJob, i.Records.Refresh)
	i.Queue.Register(record.CascadeJob, i.Records.Proceed)
	i.Queue.Register(sheet.ImportJob, i.Sheets.Run)
	i.Queue.Register(sheet.ForgetJob, sheet.Forget)
	i.Queue.Register(index.Job, (&index.Index{Kinds: i.Kinds}).Run)
	i.Queue.Register(idempotency.ForgetJob, idempotency.Forget)
	i.Queue.Register(seal.RewrapJob, i.Keys.Rewrap)
	i.Queue.Register(record.ShredJob, i.shred)
	i.Queue.Register(sealJob, i.mark)
	i.Queue.Register(anchorJob, i.anchorDaily)
	i.Queue.Register(hourJob, i.anchorHourly)
	i.Queue.Register(expireJob, func(ctx context.Context, _ job.Job) error {
		_, err := i.Uploads.Expire(ctx)
		return err
	})
	i.Queue.Register(sweepJob, func(ctx context.Context, _ job.Job) error {
		_, err := i.Documents.Sweep(ctx, sweepBytes)
		return err
	})
	i.Queue.Register(lapsedJob, func(ctx context.Context, _ job.Job) error {
		if _, err := i.People.SealSeeds(ctx); err != nil {
			return err
		}
		return i.People.Sweep(ctx)
	})
	for kind, cron := range map[string]string{notice.DueJob: notice.DueCron, record.RefreshJob: record.RefreshCron, idempotency.ForgetJob: idempotency.ForgetCron, seal.RewrapJob: seal.RewrapCron, sheet.ForgetJob: sheet.ForgetCron,
		anchorJob: anchorCron, hourJob: hourCron, lapsedJob: "23 * * * *", sealJob: "* * * * *", expireJob: "17 * * * *", sweepJob: "*/10 * * * *"} {
		if err := i.Queue.Schedule(kind, cron); err != nil {
			return err
		}
	}
	return i.behave()
}

// Jobs of rooms that leave their times to the whole.
const (
	sealJob    = "audit.seal"
	expireJob  = "upload.expire"
	sweepJob   = "document.sweep"
	lapsedJob  = "identity.sweep"
	sweepBytes = 2 << 30 // a sweep reads at most so much
)

// Start runs the queue over every active province.
func (i *Installation) Start(ctx context.Context) error {
	return i.Queue.Start(ctx, i.provinces)
}

// Stop lets running jobs finish.
func (i *Installation) Stop(ctx context.Context) error { return i.Queue.Stop(ctx) }

func (i *Installation) provinces(ctx context.Context) []job.ProvinceCtx {
	ctx = i.Cluster.With(ctx)
	list, err := i.Tenants.List(ctx)
	if err != nil {
		i.log.Error("list provinces", "error", err)
		return nil
	}
	var out []job.ProvinceCtx
	for _, t := range list {
		in, err := i.Tenants.Enter(ctx, t.Slug)
		if err != nil {
			continue // suspended: its jobs wait
		}
		out = append(out, job.ProvinceCtx{Slug: t.Slug, Ctx: identity.System(in, "job")})
	}
	return out
}

// Enter puts a province and a named system actor into ctx. Fault: NotFound tenant_unknown,
// naming the nearest: only the operator asks this way.
func (i *Installation) Enter(ctx context.Context, slug, system string) (context.Context, error) {
	ctx = i.Cluster.With(ctx)
	all, err := i.Tenants.List(ctx)
	if err != nil {
		return nil, err
	}
	var slugs []string
	for _, t := range all {
		slugs = append(slugs, t.Slug)
	}
	if !slices.Contains(slugs, slug) {
		return nil, fault.New(fault.NotFound, "tenant_unknown", fault.Param("tenant", strings.ToValidUTF8(slug, "?")), fault.Param("fix", manifest.OneOf(slug, slugs)))
	}
	in, err := i.Tenants.Enter(ctx, slug)
	if err != nil {
		return nil, err
	}
	return identity.System(in, system), nil
}

// expand says what a manifest's role permits in the version the province uses.
func (i *Installation) expand(ctx context.Context, manifestID, role string) []access.Permission {
	m := i.Kinds.In(ctx).Manifest(manifestID)
	if m == nil {
		return nil
	}
	var out []access.Permission
	for _, g := range grant.Of(m, role) {
		out = append(out, access.Permission{Kind: g.Kind, Action: g.Action, Reach: access.Reach(g.Reach)})
	}
	return out
}

func (i *Installation) may(ctx context.Context, action string, r *record.Record) bool {
	if action == access.Read {
		return i.Records.MayRead(ctx, r) == nil
	}
	return i.Guard.Can(ctx, action, r.Object())
}

func storageLimit(ctx context.Context) int64 {
	t, err := tenant.From(ctx)
	if err != nil {
		return 0
	}
	return t.Settings.Limits.StorageBytes
}

// callLimit is how many module calls the province may have in flight.
func callLimit(ctx context.Context) int {
	t, err := tenant.From(ctx)
	if err != nil {
		return 0
	}
	return t.Settings.Limits.ModuleCalls
}
