package installation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/blob/embedded"
	"github.com/doanket/doanket/core/closing"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/signature"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/overlap"
	"github.com/doanket/doanket/core/paper/office"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/proposal"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/province/pack"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/report"
	"github.com/doanket/doanket/core/seal"
	"github.com/doanket/doanket/core/search"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/setup"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/switchboard"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/tenant/pin"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/upload"
)

// Options say where everything is. Data must be an absolute path: the embedded
// S3 server moves the process into its own folder.
type Options struct {
	Data       string
	BaseDomain string

	DatabaseURL string // empty: SQLite under Data
	SyncNormal  bool
	S3          blob.Options // Endpoint empty: the embedded server under Data

	SealKey     string // master keys of sealed fields; empty: those in SealKeyFile
	SealKeyFile string // empty: seal.key under Data

	Modules    string   // folder of module binaries; empty: no modules
	ModuleKeys string   // public keys whose signatures count; empty: modules are taken as they lie there
	Exec       []string // how to run the sandbox shim
	Sandbox    string   // "off" runs modules unconfined
	Cgroup     string   // folder of cgroup version 2 for modules; "": what systemd delegated
	Manifests  []*manifest.Manifest
	Decider    record.Decider // tests: instead of module processes
	Behaviours Behaviours     // tests: likewise

	Programs  extract.Programs // what reads PDFs and scans
	Office    string           // LibreOffice, which makes PDFs: a path or a name; empty: none
	Packs     []pack.Pack      // starter packs a new province is shown
	Retention time.Duration    // object lock on accepted evidence
	Log       *slog.Logger
}

// Installation is every room, joined.
type Installation struct {
	Cluster   *db.Cluster
	Store     *blob.Store
	Tenants   *tenant.Registry
	Tree      *unit.Tree
	People    *identity.People
	Guard     *access.Guard
	Queue     *job.Queue
	Kinds     *kind.Kinds
	Records   *record.Records
	Uploads   *upload.Uploads
	Documents *document.Documents
	Duties    *duty.Duties
	Programme *programme.Programme
	Reports   *report.Reports
	Office    *office.Office
	Closings  *closing.Closings
	Sheets    *sheet.Sheets
	Overlaps  *overlap.Overlaps
	Search    *search.Search
	Figures   *indicator.Figures
	Box       *notice.Box
	Keys      *seal.Keys
	Openings  *seal.Openings
	Proposals proposal.Proposals
	Audit     audit.Log
	Host      *module.Host // nil without modules

	Provinces   *province.Provinces
	Switchboard *switchboard.Switchboard
	Setup       *setup.Setup

	options  Options
	papers   *extract.Reader
	gateway  *embedded.Gateway
	log      *slog.Logger
	marks    marks
	unusable []Aside // modules whose binary or manifest cannot be used
}

// Open connects everything and runs nothing yet: modules start when first
// asked, jobs with Start.
func Open(ctx context.Context, o Options) (*Installation, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	i := &Installation{options: o, log: o.Log}
	if err := i.open(ctx); err != nil {
		return nil, errors.Join(err, i.Close())
	}
	return i, nil
}

func (i *Installation) open(ctx context.Context) error {
	if !filepath.IsAbs(i.options.Data) {
		return fmt.Errorf("data folder %q is not absolute", i.options.Data)
	}
	if err := i.openStores(ctx); err != nil {
		return err
	}
	if err := i.openModules(ctx); err != nil {
		return err
	}
	if err := i.join(); err != nil {
		return err
	}
	for _, a := range i.SetAside() {
		i.log.Error("set aside", "module", a.Module, "measure", a.Measure, "reason", a.Reason)
	}
	return nil
}

func (i *Installation) openStores(ctx context.Context) (err error) {
	i.Cluster, err = db.Open(ctx, db.Options{Dir: filepath.Join(i.options.Data, "db"), URL: i.options.DatabaseURL,
		SyncNormal: i.options.SyncNormal, Log: i.log})
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	s3 := i.options.S3
	if s3.Endpoint == "" {
		if i.gateway, err = embedded.Start(ctx, filepath.Join(i.options.Data, "documents")); err != nil {
			return fmt.Errorf("start the embedded S3 server: %w", err)
		}
		s3 = blob.Options{Endpoint: i.gateway.Endpoint, Access: i.gateway.Access, Secret: i.gateway.Secret,
			Region: i.gateway.Region, Prefix: s3.Prefix, Transport: s3.Transport}
	}
	if i.Store, err = blob.New(s3); err != nil {
		return err
	}
	i.Keys, err = OpenKeys(i.options)
	return err
}

// OpenKeys reads the master keys alone, for what needs no database.
func OpenKeys(o Options) (*seal.Keys, error) {
	return seal.New(seal.Options{Master: o.SealKey, File: cmp.Or(o.SealKeyFile, filepath.Join(o.Data, "seal.key"))})
}

// openModules reads the manifests; no process is started. A module that cannot
// be used is set aside: it never stops the house.
func (i *Installation) openModules(ctx context.Context) (err error) {
	manifests := i.options.Manifests
	if i.options.Modules != "" {
		trusted, err := signature.ReadTrusted(i.options.ModuleKeys)
		if err != nil {
			return err
		}
		i.Host, err = module.New(module.Options{Dir: i.options.Modules, Exec: i.options.Exec, Sandbox: i.options.Sandbox, Cgroup: i.options.Cgroup, Log: i.log, Limit: callLimit,
			Trusted: trusted, Pinned: i.pinned})
		if err != nil {
			return err
		}
		found, err := i.Host.Discover(ctx)
		if err != nil {
			i.log.Warn("no modules", "error", err)
		}
		for _, m := range found {
			if m.Manifest == nil {
				i.unusable = append(i.unusable, Aside{Module: m.ID, Version: m.Version, Reason: m.Problem.Error()})
				continue
			}
			manifests = append(manifests, m.Manifest)
		}
	}
	i.Kinds, err = kind.New(manifests)
	return err
}

// pinsWithin bounds the question for the pins.
const pinsWithin = 5 * time.Second

// pinned is the digest each module is held to.
func (i *Installation) pinned() (map[string]string, error) {
	ctx, cancel := context.WithTimeout(i.Cluster.With(context.Background()), pinsWithin)
	defer cancel()
	return pin.Current(ctx)
}

// Close ends what Open started, in the opposite order.
func (i *Installation) Close() error {
	var all []error
	if i.Host != nil {
		all = append(all, i.Host.Close())
	}
	if i.Cluster != nil {
		all = append(all, i.Cluster.Close())
	}
	if i.gateway != nil {
		all = append(all, i.gateway.Close())
	}
	return errors.Join(all...)
}

// Ready answers whether requests can be served.
func (i *Installation) Ready(ctx context.Context) error {
	if _, err := i.Tenants.List(i.Cluster.With(ctx)); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	if err := i.Store.Ready(ctx); err != nil {
		return fmt.Errorf("documents: %w", err)
	}
	return nil
}
