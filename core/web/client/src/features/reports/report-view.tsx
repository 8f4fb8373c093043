import { useCallback, useMemo, useState, type ReactNode } from 'react'
import type { Chapter, Report, Section, Written } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { IconChevronRight } from '@/ui/icons'
import { Blocks, CitedNumbers } from './blocks'
import { FaceForm, Foot, Head } from './face'
import { FreezeBar, FrozenNotice } from './freeze'
import { Place, WriterContext } from './place'
import css from './report.module.css'

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII']

/** The report as it reads on paper, and beside each section what people write. */
export function ReportView({ report }: { report: Report }) {
  const { t } = useWords()
  const [unsent, setUnsent] = useState<string[]>([])
  const onUnsent = useCallback((key: string, is: boolean) => setUnsent((old) => (old.includes(key) === is ? old : is ? [...old, key] : old.filter((k) => k !== key))), [])
  const { template, period } = report
  const { id: unit, name: unitName } = report.unit
  const frozen = report.frozen !== undefined
  const writes = report.may_write || frozen
  const writer = useMemo(() => (writes ? { template, unit, unitName, period, frozen, onUnsent } : null), [writes, template, unit, unitName, period, frozen, onUnsent])
  return (
    <WriterContext value={writer}>
      {report.frozen && <FrozenNotice frozen={report.frozen} />}
      <Contents report={report} />
      {!frozen && report.may_write && <FaceForm report={report} />}
      <article className={css.paper} lang={report.lang} aria-label={t('report.paper')}>
        <Head report={report} />
        <Text held={report.opening} label={t('report.opening')} edit={!frozen && report.may_write} />
        {report.chapters.map((c, i) => <ChapterPart key={c.id} chapter={c} numeral={ROMAN[i] ?? ''} report={report} />)}
        <Foot report={report} />
      </article>
      <FreezeBar report={report} unsent={unsent.length} />
    </WriterContext>
  )
}

/** Where the parts are; on paper there is no need of it. */
function Contents({ report }: { report: Report }) {
  const { t } = useWords()
  return (
    <details className={`${css.fold} ${css.screen}`}>
      <summary><IconChevronRight size={20} aria-hidden />{t('report.contents')}</summary>
      <ol className={css.contents}>
        {report.chapters.map((c, i) => (
          <li key={c.id}>
            <a href={`#${c.id}`}>{ROMAN[i]}. {c.title}</a>
            {c.sections.length > 1 && <ol>{c.sections.map((s, j) => <li key={s.id}><a href={`#${anchor(s.id)}`}>{formatNumber(j + 1)}. {s.title}</a></li>)}</ol>}
          </li>
        ))}
      </ol>
    </details>
  )
}

const anchor = (id: string) => `section-${id.replaceAll('.', '-')}`

function ChapterPart({ chapter, numeral, report }: { chapter: Chapter; numeral: string; report: Report }) {
  return (
    <section id={chapter.id} className={css.chapter} aria-labelledby={`${chapter.id}-title`}>
      <h2 id={`${chapter.id}-title`} tabIndex={-1}>{numeral}. {chapter.title}</h2>
      {chapter.sections.map((s, i) => (
        <SectionPart key={s.id} section={s} chapter={chapter} report={report} heading={s.title && `${formatNumber(i + 1)}. ${s.title}`} />
      ))}
    </section>
  )
}

function SectionPart({ section: s, chapter, report, heading }: { section: Section; chapter: Chapter; report: Report; heading: ReactNode }) {
  const { t } = useWords()
  const edit = !report.frozen && report.may_write
  const title = s.title || chapter.title
  const label = s.blocks.length > 0 ? t('report.own_text', { section: title }) : title
  return (
    <div id={anchor(s.id)} className={css.section}>
      {heading && <h3 tabIndex={-1}>{heading}</h3>}
      <Blocks blocks={s.blocks} figures={report.figures} />
      <Text held={s.text} label={label} edit={edit} empty={s.blocks.length === 0} />
      <CitedNumbers blocks={s.blocks} figures={report.figures} />
    </div>
  )
}

/** What people wrote: to write in for whoever may, always to read and on paper. */
function Text({ held, label, edit, empty }: { held: Written; label: string; edit: boolean; empty?: boolean }) {
  const { t } = useWords()
  const paragraphs = held.shown.split('\n').filter((p) => p.trim() !== '')
  return (
    <>
      <div className={edit ? css.onPaper : undefined} lang="vi">
        {paragraphs.map((p, i) => <p key={i} className={css.sentence}>{p}</p>)}
      </div>
      {!edit && empty && paragraphs.length === 0 && <p className={`${css.note} ${css.screen}`}>{t('report.nothing')}</p>}
      <Place held={held} label={label} />
    </>
  )
}
