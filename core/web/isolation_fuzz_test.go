package web_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/web"
)

// fuzzCalls is how many calls a run makes: few in every run, more in the full
// one, and as many as `cmd/dev bench -fuzz` says.
func fuzzCalls(t *testing.T) (calls int, within time.Duration) {
	calls, within = 600, time.Minute
	if os.Getenv("DOANKET_TEST_FULL") != "" {
		calls, within = 20_000, 3*time.Minute
	}
	if text := os.Getenv("DOANKET_FUZZ_CALLS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		calls, within = n, 9*time.Minute
	}
	return calls, within
}

// TestNothingTellsForeignFromUnknown asks at random, as anybody, for what another
// province has and for what nobody has, each where it belongs and where it does
// not. No answer carries a foreign word, and no status and no code tells the one
// from the other. How long each took is compared when it is asked for; a test
// judges no time.
func TestNothingTellsForeignFromUnknown(t *testing.T) {
	t.Parallel()
	coretest.Each(t, tellsNothing)
}

func tellsNothing(t *testing.T, r *coretest.Rig) {
	s := r.Serve(web.Options{})
	f := plant(t, r)
	routes := slices.DeleteFunc(described(t, s), func(d describedRoute) bool { // these end or make what the callers come in by
		return strings.Contains(d.path, "session") || strings.Contains(d.path, "token") || strings.Contains(d.path, "password") || strings.Contains(d.path, "stream")
	})
	clients := map[string]*coretest.Client{"": s.As(coretest.An, "")}
	for _, login := range coretest.Logins {
		clients[login] = s.As(coretest.An, login)
	}
	known := learned(t, s)
	logins := append(slices.Clone(coretest.Logins), "")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	p := &pairing{t: t, f: f, known: known, rand: rand.New(rand.NewPCG(seed, 1)), took: map[string]*twins{}, statuses: map[int]int{}}
	calls, within := fuzzCalls(t)
	for end := time.Now().Add(within); p.calls < calls && time.Now().Before(end) && !t.Failed(); {
		route := routes[p.rand.IntN(len(routes))]
		login := logins[p.rand.IntN(len(logins))]
		p.ask(clients[login], login, route)
	}
	t.Logf("%d calls over %d routes: %v", p.calls, len(routes), p.statuses)
	if p.calls < min(calls, 300) || p.statuses[http.StatusNotFound] == 0 || p.statuses[http.StatusUnauthorized] == 0 {
		t.Errorf("%d calls, %v: nothing was asked", p.calls, p.statuses)
	}
	for login, c := range clients {
		if login != "" {
			c.Do(http.MethodGet, "/me", nil).Want(t, http.StatusOK) // or what they asked was answered at the door
		}
	}
	f.untouched(t, r)
	if os.Getenv("DOANKET_FUZZ_CALLS") != "" {
		t.Log(p.times())
	}
}

// pairing asks the same twice: of what is foreign, and of what is nowhere.
type pairing struct {
	t        *testing.T
	f        foreign
	known    map[string]shape
	rand     *rand.Rand
	calls    int
	statuses map[int]int
	took     map[string]*twins
}

// twins are how long the answers took.
type twins struct{ foreign, unknown []time.Duration }

// ids of a foreign, to be set and read by place.
func (f *foreign) ids() []*string {
	return []*string{&f.record, &f.opening, &f.document, &f.unit, &f.person, &f.post, &f.upload, &f.duty, &f.sheet}
}

// mixed is what is foreign with its ids in other places, at times, and the same
// with ids nobody has.
func (p *pairing) mixed() (theirs, nobodys foreign) {
	theirs, nobodys = p.f, p.f
	order := p.rand.Perm(len(p.f.ids()))
	for place, from := range order {
		if p.rand.IntN(3) > 0 {
			from = place // where it belongs
		}
		known := *p.f.ids()[from]
		prefix, _, _ := strings.Cut(known, "_")
		*theirs.ids()[place], *nobodys.ids()[place] = known, id.New(prefix)
	}
	return theirs, nobodys
}

// ask makes one pair of calls; what differs is asked again in the other order,
// for the first of a pair may change what the second finds.
func (p *pairing) ask(c *coretest.Client, login string, route describedRoute) {
	theirs, nobodys := p.mixed()
	paths, twin := theirs.paths(route.path), nobodys.paths(route.path)
	bodies, twinBodies := theirs.bodies(route.method), nobodys.bodies(route.method)
	n, b := p.rand.IntN(len(paths)), p.rand.IntN(len(bodies))
	var headers []string
	if p.rand.IntN(4) > 0 { // as the description has it: what it does not know is refused at the door
		as := p.known[route.method+" "+route.path]
		seed := p.rand.Uint64()
		paths, bodies, headers = as.asked(theirs, seed, paths[0])
		twin, twinBodies, _ = as.asked(nobodys, seed, twin[0])
		n, b = 0, 0
	}
	var said [2]string
	first := p.rand.IntN(2) // or whoever is asked second would find everything warm
	for try := range 4 {
		for turn := range 2 {
			if (first+try+turn)%2 == 0 {
				said[0] = p.call(c, login, route, paths[n], bodies[b], true, headers)
			} else {
				said[1] = p.call(c, login, route, twin[n], twinBodies[b], false, headers)
			}
		}
		if said[0] == said[1] {
			return
		}
	}
	p.t.Errorf("%s %s as %q with %v tells foreign from unknown: %s, %s", route.method, paths[n], login, bodies[b], said[0], said[1])
}

func (p *pairing) call(c *coretest.Client, login string, route describedRoute, path string, body any, theirs bool, headers []string) string {
	begun := time.Now()
	res := c.Do(route.method, path, body, headers...)
	took := time.Since(begun)
	p.calls++
	p.statuses[res.Status]++
	p.f.judge(p.t, login, route, path, res)
	key := route.method + " " + route.path
	if p.took[key] == nil {
		p.took[key] = &twins{}
	}
	if all := p.took[key]; theirs {
		all.foreign = append(all.foreign, took)
	} else {
		all.unknown = append(all.unknown, took)
	}
	var problem struct{ Code string }
	_ = json.Unmarshal(res.Body, &problem) // what is no problem has no code
	return fmt.Sprint(res.Status, " ", problem.Code)
}

// times says of which routes the answers about foreign things take longest to be
// told from those about nothing: z of the rank-sum test, beyond ±4 hardly noise.
func (p *pairing) times() string {
	type line struct {
		route string
		z     float64
		n     int
	}
	var all []line
	for route, w := range p.took {
		if len(w.foreign) >= 20 {
			all = append(all, line{route, rankSum(w.foreign, w.unknown), len(w.foreign)})
		}
	}
	slices.SortFunc(all, func(a, b line) int { return cmp.Compare(math.Abs(b.z), math.Abs(a.z)) })
	var out strings.Builder
	fmt.Fprintf(&out, "times of foreign beside unknown, %d routes, the most unlike first:\n", len(all))
	for _, l := range all[:min(10, len(all))] {
		fmt.Fprintf(&out, "  z %+5.1f over %6d pairs  %s\n", l.z, l.n, l.route)
	}
	return out.String()
}

// rankSum is z of the Mann-Whitney test, 0 where neither tends to be longer.
func rankSum(a, b []time.Duration) float64 {
	type taken struct {
		d     time.Duration
		first bool
	}
	all := make([]taken, 0, len(a)+len(b))
	for _, d := range a {
		all = append(all, taken{d, true})
	}
	for _, d := range b {
		all = append(all, taken{d, false})
	}
	slices.SortFunc(all, func(x, y taken) int { return cmp.Compare(x.d, y.d) })
	sum := 0.0
	for rank, x := range all {
		if x.first {
			sum += float64(rank + 1)
		}
	}
	n, m := float64(len(a)), float64(len(b))
	return (sum - n*(n+m+1)/2) / math.Sqrt(n*m*(n+m+1)/12)
}

func TestRankSumSeesADifferenceAndNoOther(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	var a, b, slow []time.Duration
	for range 500 {
		a, b = append(a, time.Duration(1000+r.IntN(200))), append(b, time.Duration(1000+r.IntN(200)))
		slow = append(slow, time.Duration(1050+r.IntN(200)))
	}
	if z := rankSum(a, b); math.Abs(z) > 4 {
		t.Errorf("alike: z %.1f", z)
	}
	if z := rankSum(slow, b); z < 4 {
		t.Errorf("a twentieth slower: z %.1f", z)
	}
}
