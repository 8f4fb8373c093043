import type { Kind, Me, RecordPage, Text, Unit } from '@/api/types.gen'

// A small province: one commune, one kind of record, one officer.

export const commune = { id: 'unt_1', name: 'Xã Thạch Hà', kind: 'commune', code: '18685', path: '42.18685' }

/** A text that is the same in both languages. */
export const both = (text: string): Text => ({ vi: text, en: text })

export const unit = (more: Partial<Unit> = {}): Unit => ({ id: 'unt_1', parent_id: 'unt_0', path: '/a/b', kind: 'commune', branch: 'place', place_id: 'unt_1', code: '18073', name: 'Xã Thạch Hà', short_name: '', from: '2025-07-01', to: '', sort: 0, children: 0, ...more })

export const me = (more: Partial<Me> = {}): Me => ({
  person: { id: 'per_1', login: 'cb.lan', name: 'Trần Thị Lan' },
  tenant: { slug: 'ha-tinh', name: 'Tỉnh Hà Tĩnh', locale: 'vi' },
  posts: [{ id: 'pst_1', role: 'front_officer', role_label: { vi: 'Cán bộ Mặt trận', en: 'Front officer' }, unit: commune }],
  modules: [{ id: 'inspection', label: { vi: 'Giám sát', en: 'Inspection' }, enabled: true }],
  menu: [
    { kind: 'inspection.mission', label: { vi: 'Cuộc giám sát', en: 'Missions' }, order: 10, icon: 'eye-check', module: 'inspection' },
    { kind: 'inspection.annual_plan', label: { vi: 'Kế hoạch giám sát, phản biện xã hội năm', en: 'Annual plans' }, order: 20, module: 'inspection' },
    { kind: 'core.recommendation', label: { vi: 'Kiến nghị', en: 'Recommendations' }, order: 40, module: 'core' },
  ],
  boards: [{ id: 'inspection', label: { vi: 'Giám sát', en: 'Inspection' } }],
  can: [],
  csrf: 'csrf-1',
  device: { secret: 'c2VjcmV0IG9mIHBlcl8xLCBmb3IgYSB0ZXN0IG9ubHk=', until: '2099-01-01T00:00:00Z' },
  locale: 'vi',
  help: [],
  today: '2026-11-24',
  ...more,
})

export const kind = (more: Partial<Kind> = {}): Kind => ({
  full_name: 'inspection.mission',
  name: 'mission',
  module: 'inspection',
  label: { vi: 'Cuộc giám sát', en: 'Mission' },
  title: 'subject',
  fields: [
    { id: 1, name: 'subject', type: 'text', label: { vi: 'Nội dung giám sát', en: 'Subject' }, required: true, max: 200 },
    { id: 2, name: 'form', type: 'enum', label: { vi: 'Hình thức', en: 'Form' }, values: [{ id: 'team', label: { vi: 'Đoàn giám sát', en: 'Team' } }] },
    { id: 3, name: 'held_on', type: 'date', label: { vi: 'Ngày giám sát', en: 'Held on' } },
    { id: 4, name: 'people', type: 'int', label: { vi: 'Số người tham gia', en: 'People' } },
    { id: 5, name: 'points', type: 'list', label: { vi: 'Kiến nghị', en: 'Points' }, fields: [{ id: 1, name: 'text', type: 'text', label: { vi: 'Nội dung kiến nghị', en: 'Text' } }] },
    { id: 6, name: 'report_due', type: 'date', label: { vi: 'Hạn báo cáo', en: 'Report due' }, derived: 'held_on + 15' },
  ],
  slots: [{ code: 'minutes', label: { vi: 'Biên bản giám sát', en: 'Minutes' }, types: ['pdf', 'jpg'], min: 1, max: 3, max_mb: 20 }],
  lifecycle: {
    initial: 'draft',
    states: [{ id: 'draft', label: { vi: 'Bản nháp', en: 'Draft' }, phase: 'draft' }, { id: 'sent', label: { vi: 'Đã gửi', en: 'Sent' }, phase: 'active' }],
    transitions: [{ name: 'send', label: { vi: 'Gửi lãnh đạo duyệt', en: 'Send for approval' }, from: ['draft'], to: 'sent', roles: ['officer'] }],
  },
  enabled: true,
  can_create: true,
  ...more,
})

export const rec = (more: Partial<RecordPage> = {}): RecordPage => ({
  id: 'rec_1',
  kind: 'inspection.mission',
  title: 'Giám sát thu quỹ',
  number: '',
  sealed: [],
  state: 'draft',
  phase: 'draft',
  draft: true,
  due_on: null,
  to_unit: null,
  unit: { id: commune.id, name: commune.name },
  version: 3,
  updated_at: '2026-11-24T01:00:00Z',
  fields: { subject: 'Giám sát thu quỹ' },
  created_by: { id: 'per_1', name: 'Trần Thị Lan' },
  created_at: '2026-11-20T01:00:00Z',
  updated_by: { id: 'per_1', name: 'Trần Thị Lan' },
  slots: [{ code: 'minutes', label: { vi: 'Biên bản giám sát', en: 'Minutes' }, types: ['pdf', 'jpg'], min: 1, max: 3, max_mb: 20, have: 0, documents: [] }],
  transitions: [],
  deadlines: [],
  can: ['update', 'attach'],
  audiences: [],
  open: { fields: ['title', 'people', 'held_on', 'note', 'lines'], slots: ['minutes'] },
  links: [],
  ...more,
})
