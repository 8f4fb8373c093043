import type { Number as Cited, Report, Written } from '@/api/types.gen'

// A small report for the tests of this screen.

export const text = (key: string, is: string, more: Partial<Written> = {}): Written => ({ key, text: is, shown: is, version: is ? 1 : 0, ...more })

const unit = { id: 'unt_1', name: 'Xã Thạch Hà', kind: 'commune', branch: 'place' }

export const days: Cited = {
  measure: 'demo.visits', label: 'Chuyến thăm', in: 'count', unit, period: '2026-H2', value: 12, proven: 9, claimed: 3, approved: null,
  numerator: 12, denominator: 0, before: 10, target: { op: '>=', value: 11 }, status: 'met', recomputing: false,
}

export const report = (more: Partial<Report> = {}): Report => ({
  template: 'half_year', unit, period: '2026-H2', period_name: '6 tháng cuối năm 2026', lang: 'vi', as_of: '2026-11-24T01:00:00Z', stale: false,
  face: [
    { ...text('face.body', 'BAN THƯỜNG TRỰC'), label: 'Cơ quan ban hành' },
    { ...text('face.number', ''), label: 'Số' },
    { ...text('face.symbol', 'BC-MTTQ-BTT'), label: 'Ký hiệu' },
    { ...text('face.date', '2026-12-05'), label: 'Ngày ban hành' },
    { ...text('face.place', 'Thạch Hà'), label: 'Địa danh' },
    { ...text('face.signer', 'Nguyễn Văn An'), label: 'Họ tên người ký' },
  ],
  opening: text('opening', 'Kết quả như sau:'),
  closing: text('closing', 'Trên đây là báo cáo./.'),
  chapters: [
    { id: 'results', title: 'Kết quả thực hiện', sections: [{
      id: 'demo.visits', title: 'Công tác thăm hỏi', text: text('demo.visits', ''),
      blocks: [
        { runs: [{ text: 'Đã tổ chức ' }, { text: '12', figure: 1 }, { text: ' chuyến thăm.' }] },
        { records: { title: 'Các chuyến thăm', head: ['Mã hồ sơ', 'Đơn vị'], rows: [{ id: 'rec_1', cells: ['NH-01', 'Thôn Đông'] }], withheld: 2 } },
      ],
    }] },
    { id: 'assessment', title: 'Đánh giá chung', sections: [
      { id: 'strengths', title: 'Ưu điểm', blocks: [], text: text('strengths', 'Nhiều nơi làm tốt.') },
      { id: 'limits', title: 'Hạn chế, nguyên nhân', blocks: [], text: text('limits', '') },
    ] },
  ],
  figures: [days],
  seen: 'digest-1',
  may_write: true,
  may_freeze: true,
  ...more,
})
