from tests.registry.dpia.conftest import large as large
from tests.registry.dpo.conftest import answer as answer
