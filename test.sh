#!/usr/bin/env bash
# Builds everything and runs every test project: unit tests, scenarios, then real clients.
#   ./test.sh          all of it
#   ./test.sh --fast   without the real clients
# The last line is the sum, "N passed, N failed, N skipped". The exit code is 0 only if something ran and nothing failed.
set -euo pipefail
cd "$(dirname "$0")"

fast=false
case "${1:-}" in
  "") ;;
  --fast) fast=true ;;
  *) echo "usage: ./test.sh [--fast]" >&2; exit 2 ;;
esac

# A hanging project must not hold up everything behind it; the longest one takes a few minutes.
PROJECT_LIMIT=12m

export TESTINGPLATFORM_TELEMETRY_OPTOUT=1
./build.sh Release

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0 skipped=0

# The sum of one attribute over the assemblies of a result file.
count() { # count ATTRIBUTE FILE
  grep -o '<assembly [^>]*>' "$2" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}

# Backwards, so that what is quick (Tests, Scenarios) comes before what is slow (Interop).
for project in $(ls tests/*/*.csproj | sort -r); do
  name=$(basename "$project" .csproj)
  # Programs that tests start (CrashChild) are no test projects.
  grep -q 'Include="xunit.v3"' "$project" || continue
  if $fast && [ "$name" = Nightjar.Interop ]; then continue; fi

  code=0
  "tests/$name/bin/Release/net10.0/$name" --no-ansi --no-progress --timeout "$PROJECT_LIMIT" \
    --report-xunit --report-xunit-filename "$name.xml" --results-directory "$results" </dev/null || code=$?

  file=$results/$name.xml
  if [ -s "$file" ]; then
    p=$(count passed "$file") s=$(count skipped "$file")
    f=$(($(count failed "$file") + $(count errors "$file")))
  else
    p=0 f=0 s=0
  fi
  # Whatever else makes a project fail (a crash, the time limit, no test at all) counts as one failure.
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi

  echo "$name: $p passed, $f failed, $s skipped"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
