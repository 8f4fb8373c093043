package job

import (
	"slices"
	"sync"
	"time"
)

// bells are the queues of this process that want to hear of new jobs. It is
// process-wide because Enqueue is called by rooms that know no Queue.
var bells struct {
	sync.Mutex
	desks map[*desk]struct{}
}

func listen(d *desk) {
	bells.Lock()
	defer bells.Unlock()
	if bells.desks == nil {
		bells.desks = map[*desk]struct{}{}
	}
	bells.desks[d] = struct{}{}
}

func unlisten(d *desk) {
	bells.Lock()
	defer bells.Unlock()
	delete(bells.desks, d)
}

// ring says that a job of the kind comes due in the province after wait.
func ring(slug, kind string, wait time.Duration) {
	bells.Lock()
	defer bells.Unlock()
	for d := range bells.desks {
		if slices.Contains(d.kinds, kind) {
			d.wake(slug, wait)
		}
	}
}
