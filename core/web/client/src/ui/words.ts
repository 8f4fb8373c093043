export { useWords } from '@/i18n'
export { formatDate, formatExact, formatNumber, parseDate, parseNumber } from '@/i18n/format'
