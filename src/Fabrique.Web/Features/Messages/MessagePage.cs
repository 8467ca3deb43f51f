using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Messages;

/// <summary>A page about one message, in one scope: auditors read it, administrators act.</summary>
public abstract class MessagePage(MessageReader reader, MessageRenderer renderer, Actor actor) : FormPage
{
    public const string ProcedureName = "procedure";
    public const string StepName = "etape";
    public const string CasesName = "dossiers";

    [BindProperty(SupportsGet = true)]
    public string Folder { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = "";

    /// <summary>Identifier of the definition; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = ProcedureName)]
    public string? Procedure { get; set; }

    /// <summary>Identifier of the activity; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = StepName)]
    public string? Step { get; set; }

    /// <summary>The cases, as <see cref="MessageScope.OfCases"/> writes them; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = CasesName)]
    public string? Cases { get; set; }

    /// <summary>The version that the form was made from; null when nobody had done anything.</summary>
    [BindProperty]
    public int? Version { get; set; }

    public MessageSheet Sheet { get; private set; } = null!;

    public bool MayAct => actor.IsInRole(AppRoles.Administrator);

    /// <summary>The pages above this one.</summary>
    public DsfrLink[] Ancestors => [.. AncestorsOfMessage, new DsfrLink(Title, MessageLinks.Edit(Key, Sheet.Scope))];

    public static DsfrLink[] AncestorsOfMessage => [new DsfrLink("Administration", AdministrationLinks.Index), new DsfrLink("Messages", AdministrationLinks.Messages)];

    /// <summary>The subject, with the samples of its tags.</summary>
    public string Title => renderer.RenderSample(Sheet.Shipped).Subject;

    protected string Key => $"{Folder}/{Name}";

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(Key, MessageScope.Of(Procedure, Step, Cases), cancellationToken) is not { } sheet)
        {
            return false;
        }

        Sheet = sheet;
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ShowVersion();
        return Task.CompletedTask;
    }

    /// <summary>The form carries what the page shows now.</summary>
    protected void ShowVersion()
    {
        ModelState.Remove(nameof(Version));
        Version = Sheet.Change?.Version;
    }
}
