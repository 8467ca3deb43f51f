using Fabrique.Domain;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.DeleteVersion;

[Authorize(Policies.Administrator)]
public sealed class DeleteVersionModel(ProcedureReader reader, DeleteVersionHandler handler, Actor actor) : ProcedurePage(reader, actor)
{
    [BindProperty(SupportsGet = true)]
    public int Version { get; set; }

    /// <summary>Content of the version that the page showed.</summary>
    [BindProperty]
    public string? ContentHash { get; set; }

    public WorkflowVersionSummary Subject { get; private set; } = null!;

    public Refusal? WhyNotDelete { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new DeleteVersion { DefinitionId = DefinitionId, Version = Version, ContentHash = ContentHash ?? "" }, token),
        () =>
        {
            TempData.Confirm($"La version\u00a0{Version} est supprimée.");
            return LocalRedirect(Procedure.Versions.Count > 1 ? ProcedureLinks.Show(DefinitionId) : ProcedureLinks.List);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || Procedure.Find(Version) is not { } version)
        {
            return false;
        }

        Subject = version;
        WhyNotDelete = DeleteVersionHandler.MayDelete(Procedure, version);
        return true;
    }
}
