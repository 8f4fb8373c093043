package upload_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/blob/blobtest"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/web"
)

// client is the folder of the web client, found before the embedded store
// moves the working directory.
var client, _ = filepath.Abs("../web/client")

// TestOfficialTusClient uploads 20 MiB with tus-js-client through a line that
// is cut at random bytes, in one body and in pieces, and proves the content.
func TestOfficialTusClient(t *testing.T) {
	t.Parallel()
	node := clientTools(t)
	for name, chunk := range map[string]string{"one body": "", "pieces": "3000001"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := evidence.New(t, coretest.Options{})
			s := h.Serve(web.Options{})
			line := blobtest.NewLine(t, s.Addr)
			body := evidence.Paper(20 * evidence.MiB)
			path := filepath.Join(t.TempDir(), "paper.pdf")
			if err := os.WriteFile(path, body, 0o600); err != nil {
				t.Fatal(err)
			}
			token, err := h.Token(h.In(coretest.An), coretest.Officer, "tus", nil, time.Now().Add(time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			for range 6 {
				line.CutAfter(int64(1 + rand.IntN(5*evidence.MiB)))
			}
			bounded, stop := context.WithTimeout(t.Context(), wait.Bound)
			defer stop()
			run := exec.CommandContext(bounded, node, filepath.Join(client, "e2e", "tus.node.mjs"))
			run.Dir = client
			run.Env = append(os.Environ(), "TUS_FILE="+path, "TUS_NAME=Biên bản số 5.pdf", "TUS_SHA256="+evidence.SumOf(body), "TUS_TOKEN="+token, "TUS_CHUNK="+chunk,
				"TUS_HOST="+coretest.An+"."+coretest.BaseDomain, fmt.Sprintf("TUS_ENDPOINT=http://%s/api/v1/uploads", line.Addr))
			var said, complaint strings.Builder
			run.Stdout, run.Stderr = &said, &complaint
			if err := run.Run(); err != nil {
				t.Fatalf("%v\n%s%s", err, said.String(), complaint.String())
			}
			var told struct {
				URL      string
				Retries  int
				Statuses map[string]int
			}
			if err := json.Unmarshal([]byte(said.String()), &told); err != nil {
				t.Fatalf("%q: %v", said.String(), err)
			}
			if line.Cuts() < 3 || told.Retries < 3 {
				t.Errorf("the line was cut %d times, the client tried again %d times: %v", line.Cuts(), told.Retries, told.Statuses)
			}
			d, err := h.Documents.Attach(h.Officer(), evidence.Visit(t, h.Rig), "annex", document.Source{UploadID: told.URL[strings.LastIndex(told.URL, "/")+1:]}, document.Meta{})
			if err != nil {
				t.Fatal(err)
			}
			got := s.As(coretest.An, coretest.Officer).Do("GET", "/documents/"+d.ID+"/content", nil)
			if got.Want(t, 200); evidence.SumOf(got.Body) != evidence.SumOf(body) || d.Name != "Biên bản số 5.pdf" {
				t.Errorf("%d bytes of %q came back, and they differ", len(got.Body), d.Name)
			}
		})
	}
}

// clientTools finds node and the client's packages. A full run must have them.
func clientTools(t *testing.T) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(client, "node_modules", "tus-js-client", "package.json"))
	}
	if err != nil {
		lack := fmt.Sprintf("the official tus client is NOT tested: %v (npm ci in core/web/client)", err)
		if os.Getenv("DOANKET_TEST_FULL") != "" {
			t.Fatal(lack)
		}
		t.Skip(lack)
	}
	return node
}
