package sdktest

import (
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"

	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/wire"
)

// Failing runs the checks whose names hold only ("" for all) and tells which
// fail, and why. The check of codes judges what another one heard.
func Failing(t testing.TB, m *sdk.Module, dir string, server wire.ModuleServer, options []grpc.ServerOption, only string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, c := range checks(t, m, suite{dir: dir, server: server, options: options, limit: 300 * time.Millisecond}) {
		hears := strings.Contains(only, "every code said") && strings.Contains(c.Name, "answers every record")
		if !hears && !strings.Contains(c.Name, only) {
			continue
		}
		if err := c.Run(t.Context()); err != nil {
			out[c.Name] = err.Error()
		}
	}
	return out
}
