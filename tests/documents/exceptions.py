"""What is not run as the documents have it, and why. Whatever is not named here is run: a new block too.

A pattern is searched in the text of a block, or of one command.
"""

# blocks that are left out as a whole: pattern -> reason
NO_BLOCKS = {
    r"─►": "a picture of how the data goes, no commands",
    r"^name,photo,words": "a table, no commands; tests/documents/inputs.py writes it",
    r"^1: Remember the lake": "a script, no commands",
    r"^revive_story: 1": "a story, no commands; tests/documents/inputs.py writes it",
    r"^Scene 2: Line 17": "what a command prints",
    r"^made 2  Tom\.mp4": "what a command prints",
    r"^url=http.*/gradio_api": "needs curl; tests/app/test_api.py runs it",
}
# commands that are left out: pattern -> reason
NO_COMMANDS = {
    r"requirements-dev\.txt": "for developers; .ci/run does it when everything for users has passed",
    r"revive train [\w-]+ --data DIR|revive train (listener|words|cast|voices)$": "makes shipped weights, in hours",
    r"revive train graphs$": "needs requirements-training.txt; tests/training/test_graphs.py",
    r"revive evaluate ": "measures the shipped weights, for developers; tests/training and tests/speech do",
    r"app\.py .*(--listen|--share|--hosts)": "opens the page to the network, or to the world; tests/app/test_launch.py",
    r"revive batch .*--ray": "needs a cluster; tests/batch/test_on_ray.py makes one",
    r"tests\.batch\.cost|^pytest ": "minutes, for developers",
    r"tests\.app\.load\.": "minutes of load, for hosts; the tests in tests/app/load do less",
    r"^ray start |^(RAY_AUTH_MODE=token )?python app\.py --ray ": "needs machines; tests/cluster uses a cluster",
    r"^kubectl ": "needs Kubernetes; tests/deploy/test_kuberay.py checks the file",
    r"tests\.cluster\.many_clips": "minutes of all cores; tests/cluster does less",
    r"requirements-ray\.txt|^export RAY_": "for hosts with several machines; tests/cluster needs it",
    r"^docker ": "needs Docker; tests/app/test_launch.py compares the Dockerfile",
}
# commands that are run only with --all: pattern -> reason
SLOW = {r"revive voice match ": "minutes of one core, and nothing makes it smaller; tests/voice runs it"}
# what a sentence of the document asks to add, or what makes it small: pattern -> options
ADDED = {
    r"revive words ": "--n 1",
    r"revive train person ": "--steps 60",
    r"revive film --from FOLDER --out film.mp4$": "--size 360p",
}
# blocks that take minutes of one core: they are run beside the others, in a copy of the folder
BESIDE = (r"revive words ", r"revive train person ")
# what a sentence of the document says to install before its blocks are run
INSTALLED = {"docs/api.md": "pip install -r requirements-mcp.txt"}
