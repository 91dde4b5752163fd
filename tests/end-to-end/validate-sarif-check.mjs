/*
 * Two judgements of SARIF files: the JSON schema, and whether each
 * primaryLocationLineHash is what the lines of the source give. With --log the
 * files are instead logs of the multitool's validator, of which errors and
 * warnings are shown and counted. With --self-test it is shown that both
 * judgements can fail.
 *
 *	node validate-sarif-check.mjs NPM_DIRECTORY [--log] FILE...
 *	node validate-sarif-check.mjs NPM_DIRECTORY --self-test
 *
 * Exit status: 0 all is right, 1 something is not.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const WINDOW = 100;
const LIMIT = 1n << 64n;

/* ---- schema ------------------------------------------------------------- */

function schemaValidator(directory) {
	const require = createRequire(join(resolve(directory), "package.json"));
	const { Ajv2020 } = require("ajv/dist/2020");
	const addFormats = require("ajv-formats");
	const ajv = new Ajv2020({ strict: false, allErrors: true });
	const schema = findSchema(require);

	addFormats(ajv);
	return ajv.compile(schema);
}

function findSchema(require) {
	/* The package gives the path of the program; the schema is beside it. */
	const program = require("@microsoft/sarif-multitool");
	const schema = join(dirname(program), "sarif-2.1.0.json");

	return JSON.parse(readFileSync(schema, "utf8"));
}

function schemaErrors(validate, document) {
	if (validate(document))
		return [];
	return validate.errors.map((error) =>
		`${error.instancePath || "/"} ${error.message} ` +
		JSON.stringify(error.params));
}

/* ---- line hashes -------------------------------------------------------- */

/*
 * The same hashes as the program's by another way: one pass, with a window that
 * rolls over the kept units, so that unit i leaves as unit i + WINDOW comes.
 */
function lineHashes(text) {
	const units = keptUnits(text);
	const leaving = power(37n, WINDOW);
	const seen = new Map();
	const hashes = [];
	let hash = 0n;

	for (let i = 0; i < units.length; i++) {
		const first = i - WINDOW;

		hash = hash * 37n + BigInt(units[i].unit);
		if (first >= 0)
			hash -= leaving * BigInt(units[first].unit);
		hash = ((hash % LIMIT) + LIMIT) % LIMIT;
		if (units[first + 1]?.starts) {
			const hex = hash.toString(16);

			seen.set(hex, (seen.get(hex) ?? 0) + 1);
			hashes.push(`${hex}:${seen.get(hex)}`);
		}
	}
	return hashes;
}

/* Blanks dropped, line ends as LF, then the end mark and the zeros. */
function keptUnits(text) {
	const units = [];
	const lines = text.replace(/\r\n?/g, "\n").split("\n");

	lines.forEach((line, index) => {
		const kept = line.replace(/[ \t]/g, "");
		const last = index === lines.length - 1;
		const whole = kept + (last ? "\uFFFF" : "\n");

		for (let i = 0; i < whole.length; i++)
			units.push({ unit: whole.charCodeAt(i),
				starts: i === 0 });
	});
	for (let i = 0; i < WINDOW; i++)
		units.push({ unit: 0, starts: false });
	return units;
}

function power(base, exponent) {
	let result = 1n;

	for (let i = 0; i < exponent; i++)
		result = (result * base) % LIMIT;
	return result;
}

function hashErrors(document) {
	const files = new Map();
	const errors = [];

	for (const run of document.runs ?? [])
		for (const result of run.results ?? [])
			errors.push(...resultHashErrors(run, result, files));
	return errors;
}

function resultHashErrors(run, result, files) {
	const expected = result.partialFingerprints?.primaryLocationLineHash;
	const place = result.locations?.[0]?.physicalLocation;
	const artifact = place?.artifactLocation;
	const root = run.originalUriBaseIds?.[artifact?.uriBaseId]?.uri;

	if (expected === undefined || !artifact)
		return [];
	const uri = new URL(artifact.uri, root).href;
	if (!files.has(uri)) {
		/* ignoreBOM: the mark is text here, and counts. */
		const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
		const bytes = readFileSync(fileURLToPath(uri));

		files.set(uri, lineHashes(decoder.decode(bytes)));
	}
	const line = place.region.startLine;
	const actual = files.get(uri)[line - 1];
	return actual === expected ? [] :
		[`${artifact.uri}:${line}: line hash ${expected}, ` +
			`but the source gives ${actual}`];
}

/* ---- the multitool's log ------------------------------------------------ */

/* What is meant to be so. SARIF2006 wants to reach every URL; SARIF2012 wants
 * rule names in Pascal case; the one of SARIF2005 wants the address of a home
 * page, which the program does not name. */
const IGNORED = new Set(["SARIF2006", "SARIF2012",
	"SARIF2005/Warning_ProvideToolnformationUri"]);

function isIgnored(result) {
	return result.level === "note" || IGNORED.has(result.ruleId) ||
		IGNORED.has(`${result.ruleId}/${result.message.id}`);
}

function logErrors(log) {
	const run = log.runs[0];

	if (!run.invocations?.every((one) => one.executionSuccessful))
		return ["the validator did not finish"];
	return (run.results ?? [])
		.filter((result) => !isIgnored(result))
		.map((result) => `${result.ruleId} ${result.level ?? "warning"}: ` +
			JSON.stringify(result.message));
}

/* ---- self-test ---------------------------------------------------------- */

function selfTestErrors(validate) {
	const source = fileURLToPath(import.meta.url);
	const document = (columnKind, hash) => ({
		version: "2.1.0",
		runs: [{
			tool: { driver: { name: "self-test" } },
			columnKind,
			results: [{
				message: { text: "broken" },
				partialFingerprints: {
					primaryLocationLineHash: hash,
				},
				locations: [{ physicalLocation: {
					artifactLocation: {
						uri: pathToFileURL(source).href,
					},
					region: { startLine: 1 },
				} }],
			}],
		}],
	});
	const right = lineHashes(readFileSync(source, "utf8"))[0];
	const good = document("utf16CodeUnits", right);
	const errors = [];

	if (schemaErrors(validate, good).length || hashErrors(good).length)
		errors.push("a right file is said to be wrong");
	if (!schemaErrors(validate, document("bytes", right)).length)
		errors.push("the schema accepts an unknown columnKind");
	if (!hashErrors(document("utf16CodeUnits", "1:1")).length)
		errors.push("a wrong line hash is accepted");
	return errors;
}

/* ---- main --------------------------------------------------------------- */

function fileErrors(file, mode, validate) {
	const document = JSON.parse(readFileSync(file, "utf8"));
	const errors = mode === "--log" ? logErrors(document) :
		[...schemaErrors(validate, document), ...hashErrors(document)];

	return errors.map((error) => `${file}: ${error}`);
}

function main(directory, args) {
	const mode = args[0]?.startsWith("--") ? args.shift() : "";
	const validate = mode === "--log" ? null : schemaValidator(directory);
	const errors = mode === "--self-test" ? selfTestErrors(validate) :
		args.flatMap((file) => fileErrors(file, mode, validate));

	for (const error of errors)
		console.error(error);
	return errors.length ? 1 : 0;
}

process.exit(main(process.argv[2], process.argv.slice(3)));
