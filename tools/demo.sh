#!/usr/bin/env bash
# demo.sh - the demonstration branch: generate, import, appraise a year, explain one person.
# Called by `./dev run [DIR]`; the data folder is remade each time.
set -euo pipefail
cd "$(dirname "$0")/.."

dir=${1:-guanhu-demo}
regulation=regulations/contribution-bank
guanhu=(build/guanhu --data "$dir")
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
  en*) say() { printf '\n== %s\n' "$2"; } ;;
  *) say() { printf '\n== %s\n' "$1"; }
     guanhu+=(--lang zh) ;;
esac

# Only a folder that this script made is replaced.
if [ -e "$dir" ]; then
  [ -f "$dir/.demo" ] || { echo "demo: $dir exists and is no demonstration folder" >&2; exit 1; }
  rm -rf "$dir"
fi
mkdir -p "$dir/csv"
touch "$dir/.demo"

say "生成示范支行:12 名客户经理、6,000 户客户、13 个月的每日余额" \
  "generating the demonstration branch: 12 managers, 6,000 customers, 13 months of daily balances"
python3 tools/demo_data.py "$dir/csv" ${DEMO_SMALL:+--small}

say "导入" "importing"
"${guanhu[@]}" init "$dir"
for kind in units persons customers accounts rates balances transactions cards contracts; do
  "${guanhu[@]}" import "$kind" "$dir/csv/$kind.csv"
done
"${guanhu[@]}" import assignments "$dir/csv/assignments.csv" --regulation "$regulation"
"${guanhu[@]}" import parameters "$dir/csv/parameters.csv" --regulation "$regulation"
for file in "$dir"/csv/sheet-*.csv; do
  sheet=$(basename "$file" .csv)
  "${guanhu[@]}" import sheet "$file" --sheet "${sheet#sheet-}" --regulation "$regulation"
done

say "2003 年考核,按综合贡献额排序" "the year 2003, by contribution"
"${guanhu[@]}" run "$regulation" --cycle 2003 --sort 综合贡献额 \
  --show 级别,综合贡献额,考核贡献额,比较基数,基数贡献额奖励,超额贡献额奖励,全年奖励,风险基金提取,应聘级别

say "GH001 的超额贡献额奖励从何而来" "where GH001's excess reward comes from"
"${guanhu[@]}" explain "$regulation" --cycle 2003 --person GH001 超额贡献额奖励

say "数据目录:$dir" "data folder: $dir"
cat <<TXT
  build/guanhu --data $dir run $regulation --cycle 2003Q2
  build/guanhu --data $dir run $regulation --cycle 2003 --csv > 2003.csv
  build/guanhu --data $dir explain $regulation --cycle 2003 --person GH004
  build/guanhu test $regulation
TXT
