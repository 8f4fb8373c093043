package job

// Ring wakes the workers of a province as a commit does, and makes them look
// at the schedules again, since tests move the clock.
func Ring(slug string) {
	bells.Lock()
	for d := range bells.desks {
		d.mu.Lock()
		if p, ok := d.places[slug]; ok && !p.looking {
			p.nextSlot = p.nextSlot.AddDate(-1, 0, 0)
		}
		d.mu.Unlock()
	}
	bells.Unlock()
	ring(slug)
}
