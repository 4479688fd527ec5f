// Pairs of texts in, for each the answers of KAS and the median time of parsing both and comparing them.
"use strict";
const KAS = require("@khanacademy/kas");
const {rounds, pairs} = JSON.parse(require("fs").readFileSync(0, "utf8"));

function once([a, b]) {
    const started = process.hrtime.bigint();
    const first = KAS.parse(a);
    const second = KAS.parse(b);
    const equal = first.parsed && second.parsed ? KAS.compare(first.expr, second.expr).equal : null;
    return {equal, seconds: Number(process.hrtime.bigint() - started) / 1e9};
}

function median(times) {
    const ordered = [...times].sort((p, q) => p - q);
    return ordered[Math.floor(ordered.length / 2)];
}

function quietly(pair) {
    try {
        return once(pair);
    } catch {
        return {equal: null, seconds: 0};
    }
}

pairs.forEach(quietly);
const answers = pairs.map((pair) => {
    const tries = Array.from({length: rounds}, () => quietly(pair)).filter((one) => one.equal !== null);
    return {equal: tries.map((one) => one.equal), seconds: tries.length ? median(tries.map((one) => one.seconds)) : 0};
});
process.stdout.write(JSON.stringify(answers));
