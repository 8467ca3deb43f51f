using System.ComponentModel.DataAnnotations;
using Fabrique.Domain.Exports;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Exports.AskExport;

/// <summary>How a list is taken away: in which form, with which columns.</summary>
[Authorize(Policies.SignedIn)]
public sealed class AskExportModel(ExportSources sources, AskExportHandler handler, TimeProvider clock) : FormPage
{
    /// <summary>The columns that the person sees.</summary>
    public const string Shown = "vue";

    private const string Whole = "toutes";
    private const string Chosen = "choix";

    public static IReadOnlyList<DsfrOption> Extents { get; } = [new(Shown, "Celles de la vue"), new(Whole, "Toutes")];

    [BindProperty(SupportsGet = true)]
    public string Source { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "filtre")]
    public string? AddressFilter { get; set; }

    [BindProperty]
    [StringLength(Export.FilterLength, ErrorMessage = "Cette vue a trop de filtres pour être exportée : retirez-en.")]
    public string? Filter { get; set; }

    [BindProperty]
    [Display(Name = "Format du fichier")]
    [Required(ErrorMessage = "Choisissez un format de fichier.")]
    public string Format { get; set; } = TableFormat.Xlsx.Code;

    /// <summary>Only the form beside a list asks it.</summary>
    [BindProperty]
    public string? Extent { get; set; } = Chosen;

    [BindProperty]
    [Display(Name = "Colonnes")]
    public List<string> Columns { get; set; } = [];

    public ExportSource List { get; private set; } = null!;

    public ExportView View { get; private set; } = null!;

    public int Count { get; private set; }

    public static IReadOnlyList<DsfrOption> Formats { get; } = [.. TableFormat.All.Select(format => new DsfrOption(format.Code, format.Label, format.Hint))];

    public IReadOnlyList<DsfrOption> Choices => [.. View.Columns.Select(column => new DsfrOption(column.Code, column.Title))];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Filter = AddressFilter;
        var answer = await ShowAsync(cancellationToken);
        ShowColumns();
        return answer;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var askedAt = clock.GetUtcNow().UtcDateTime;
        if (Extent == Chosen && Columns.Count == 0)
        {
            ModelState.AddModelError(nameof(Columns), "Choisissez au moins une colonne.");
        }

        return SubmitAsync(
            token => handler.HandleAsync(new AskExport(Source, Filter ?? "", Extent == Chosen ? Columns : [], Format) { IsWhole = Extent == Whole }, token),
            export =>
            {
                // Asking for the same again gives what is there already: it says so.
                if (export.AskedAt < askedAt)
                {
                    TempData.Confirm(export.IsUnderWay ? "Vous avez déjà demandé le même export\u00a0: il est en cours, un seul fichier sera écrit." : "Vous avez demandé le même export il y a moins de cinq minutes\u00a0: son fichier est prêt.");
                }

                return LocalRedirect(ExportLinks.All);
            },
            cancellationToken);
    }

    // Sent from the list, the form did not name its columns: they are named where it is shown again.
    protected override Task LoadFormAsync(CancellationToken cancellationToken)
    {
        if (Extent != Chosen)
        {
            ShowColumns(isWhole: Extent == Whole);
        }

        return Task.CompletedTask;
    }

    private void ShowColumns(bool isWhole = false)
    {
        if (View is not null)
        {
            Columns = [.. View.Shown.Count > 0 && !isWhole ? View.Shown : View.Columns.Select(column => column.Code)];
        }
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (sources.Find(Source) is not { } source)
        {
            return false;
        }

        // A filter that is gone is told, and the whole list offered instead.
        List = source;
        if (await source.OpenAsync(Filter ?? "", cancellationToken) is { } view)
        {
            View = view;
        }
        else if (await source.OpenAsync("", cancellationToken) is { } whole)
        {
            ModelState.AddModelError("", "Un des filtres de cette liste n’existe plus\u00a0: c’est toute la liste qui est proposée.");
            (View, Filter) = (whole, "");
            ModelState.SetModelValue(nameof(Filter), "", "");
        }
        else
        {
            return false;
        }

        Count = await source.CountAsync(View, cancellationToken);
        return true;
    }
}
