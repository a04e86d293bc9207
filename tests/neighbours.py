"""An import contract: the parts of a room that are its own, and the rooms beside it that must leave them alone."""

from importlinter import Contract, ContractCheck, fields, output
from importlinter.application.contract_utils import AlertLevel, remove_ignored_imports_and_report


class Neighbours(Contract):
    """Under `root`, no room imports a `private` module of another; `gatherers` read every room and may."""

    root = fields.StringField()
    private = fields.ListField(subfield=fields.StringField())
    gatherers = fields.SetField(subfield=fields.StringField())
    ignore_imports = fields.SetField(subfield=fields.ImportExpressionField(), required=False)

    def check(self, graph, verbose):
        ignored = remove_ignored_imports_and_report(
            graph=graph, ignore_imports=self.ignore_imports, unmatched_alerting=AlertLevel.WARN
        )
        rooms = graph.find_children(self.root)
        broken = [
            (importer, module)
            for room in rooms
            for part in self.private
            for module in self._modules(graph, f"{room}.{part}")
            for importer in graph.find_modules_that_directly_import(module)
            if importer.startswith(f"{self.root}.")
            and importer not in self.gatherers
            and not f"{importer}.".startswith(f"{room}.")
        ]
        return ContractCheck(kept=not broken, warnings=list(ignored.warnings), metadata={"broken": sorted(broken)})

    def _modules(self, graph, module):
        return {module, *graph.find_descendants(module)} if module in graph.modules else ()

    def render_broken_contract(self, check):
        for importer, module in check.metadata["broken"]:
            output.print_error(f"{importer} imports {module}, which is its neighbour’s own.")
