using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures;

/// <summary>A page about one procedure: auditors read it, administrators act.</summary>
public abstract class ProcedurePage(ProcedureReader reader, Actor actor) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string DefinitionId { get; set; } = "";

    public Procedure Procedure { get; private set; } = null!;

    public bool MayAct => actor.IsInRole(AppRoles.Administrator);

    /// <summary>The pages above this one.</summary>
    public DsfrLink[] Ancestors => [.. AncestorsOfProcedure, new DsfrLink(Procedure.Name, ProcedureLinks.Show(DefinitionId))];

    public static DsfrLink[] AncestorsOfProcedure => [new DsfrLink("Administration", AdministrationLinks.Index), new DsfrLink("Procédures", ProcedureLinks.List)];

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(DefinitionId, cancellationToken) is not { } procedure)
        {
            return false;
        }

        Procedure = procedure;
        return true;
    }
}
