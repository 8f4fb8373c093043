// What a browser calls itself, in words a person knows. Edge and Opera also say
// Chrome, Chrome also says Safari: the order matters.
const BROWSERS: [RegExp, string][] = [
  [/Zalo/i, 'Zalo'], [/CocCoc|coc_coc/i, 'Cốc Cốc'], [/Edg/, 'Edge'], [/OPR|Opera/, 'Opera'], [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'], [/Chrome|CriOS|Chromium/, 'Chrome'], [/Safari/, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [[/Android/, 'Android'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Windows/, 'Windows'], [/Mac OS/, 'Mac'], [/Linux|X11/, 'Linux']]

export interface AgentName { browser?: string; system?: string }

export function readAgent(agent: string): AgentName {
  const find = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(agent))?.[1]
  return { browser: find(BROWSERS), system: find(SYSTEMS) }
}
