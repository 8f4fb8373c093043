package web

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/doanket/doanket/core/closing"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/proposal"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/report"
	"github.com/doanket/doanket/core/seal"
	"github.com/doanket/doanket/core/search"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/succession"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/upload"
	"github.com/doanket/doanket/core/web/admin"
	"github.com/doanket/doanket/core/web/client"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/person"
	"github.com/doanket/doanket/core/web/problem"
	"github.com/doanket/doanket/core/web/publication"
	"github.com/doanket/doanket/core/web/reporting"
	"github.com/doanket/doanket/core/web/server"
	"github.com/doanket/doanket/core/web/setup"
	"github.com/doanket/doanket/core/web/shortfall"
)

// Server answers on two ports: the provinces' and the operator's.
type Server = server.Server

// Options shape the server.
type Options = server.Options

// Deps are the rooms behind the door, and small interfaces for those web may
// not know; core/installation joins them.
type Deps struct {
	Tenants    *tenant.Registry
	People     *identity.People
	Tree       *unit.Tree
	Kinds      *kind.Kinds
	Records    *record.Records
	Uploads    *upload.Uploads
	Documents  *document.Documents
	Box        *notice.Box
	Duties     *duty.Duties
	Programme  *programme.Programme
	Reports    *report.Reports
	Closings   *closing.Closings
	Sheets     *sheet.Sheets
	Search     *search.Search
	Papers     *extract.Reader
	Figures    Figures
	Gaps       shortfall.Gaps
	Setup      setup.Beginnings
	Openings   *seal.Openings
	Proposals  proposal.Proposals
	Office     reporting.Office
	Succession *succession.Succession
	Public     publication.Pages
	Gate       permission.Gate
	Modules    admin.Modules
	Fields     admin.FieldPlans
	Roles      person.Roles
	Audit      admin.Audit
	Jobs       admin.Jobs
	// DeviceKey is the province's key for what browsers keep.
	DeviceKey func(ctx context.Context) ([]byte, error)
	// Ready is asked by /readyz; nil or no error means ready.
	Ready func(ctx context.Context) error
	// Aside is what /readyz names as set aside; nil: nothing is.
	Aside func() []server.Aside
	// Unheld are the bounds of modules that this machine has not.
	Unheld func() []string
}

// New makes a stopped Server; its mistakes are those of the options.
func New(d Deps, o Options) (*Server, error) {
	o = o.WithDefaults()
	words, err := problem.NewWords(d.Kinds.Every())
	if err != nil {
		return nil, err
	}
	h := newHandlers(d, o)
	table := h.routes()
	h.openapi.document.Describe(table)
	needs := server.Needs{Tenants: d.Tenants, People: d.People, Words: words, Client: client.Files(), Ready: d.Ready, Aside: d.Aside, Unheld: d.Unheld,
		Collectors: []prometheus.Collector{admin.JobMeter{Jobs: d.Jobs}}}
	return server.New(needs, table, o)
}
