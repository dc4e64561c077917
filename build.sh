#!/usr/bin/env bash
# Builds everything. `./build.sh Debug` for the other configuration.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build Nightjar.slnx -c "${1:-Release}" -v quiet
