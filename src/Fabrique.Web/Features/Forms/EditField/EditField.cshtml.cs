using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Fabrique.Dsfr;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Forms.EditField;

/// <summary>A field of the form of a call, new or not: what it says, what it accepts, when it is asked.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class EditFieldModel(CallForms forms, FormReader reader, ChangeFormHandler change, TimeProvider clock) : RulePage(forms, reader, clock)
{
    private const int ChoicesLength = Domain.Forms.Form.MostChoices * (Domain.Forms.Form.LabelLength + 1);

    /// <summary>Of the field; null for a new one.</summary>
    [BindProperty(SupportsGet = true, Name = "key")]
    public string? Key { get; set; }

    /// <summary>See <see cref="AddField.After"/>.</summary>
    [BindProperty(SupportsGet = true, Name = "apres")]
    public string? After { get; set; }

    /// <summary>Whether the new field is the first of all: an empty place is not sent.</summary>
    [BindProperty]
    public bool IsFirst { get; set; }

    /// <summary>See <see cref="AddField.Parent"/>.</summary>
    [BindProperty(SupportsGet = true, Name = "dans")]
    public string? Parent { get; set; }

    /// <summary>The code of its kind.</summary>
    [BindProperty(SupportsGet = true, Name = "type")]
    public string? Type { get; set; }

    /// <summary>The kind to change to.</summary>
    [BindProperty]
    [Display(Name = "Type de question")]
    public string? NewType { get; set; }

    [BindProperty]
    [Display(Name = "Libellé")]
    [Required(ErrorMessage = "Donnez un libellé.")]
    [TextLength(Domain.Forms.Form.LabelLength)]
    public string? Label { get; set; }

    [BindProperty]
    [Display(Name = "Aide", Description = "Affichée sous le libellé.")]
    [TextLength(Domain.Forms.Form.HintLength)]
    public string? Hint { get; set; }

    [BindProperty]
    [Display(Name = "Exemple de réponse")]
    [TextLength(Domain.Forms.Form.LabelLength)]
    public string? Example { get; set; }

    [BindProperty]
    [Display(Name = "Réponse obligatoire pour déposer")]
    public bool IsRequired { get; set; }

    [BindProperty]
    [Display(Name = "Nombre de caractères au plus")]
    public string? MaximumLength { get; set; }

    [BindProperty]
    [Display(Name = "Nombre de mots au plus")]
    public string? MaximumWords { get; set; }

    [BindProperty]
    [Display(Name = "Hauteur du champ, en lignes")]
    public string? Lines { get; set; }

    [BindProperty]
    [Display(Name = "Réponses proposées", Description = "Une par ligne, dans l’ordre.")]
    [TextLength(ChoicesLength)]
    public string? Choices { get; set; }

    [BindProperty]
    [Display(Name = "Réponse figée à partir du", Description = "À partir de ce jour, la réponse se lit mais ne se modifie plus.")]
    public DateOnly? FrozenFrom { get; set; }

    [BindProperty]
    [Display(Name = "Phrase quand la réponse manque", Description = "Vide : une phrase est faite avec le libellé.")]
    [TextLength(Domain.Forms.Form.LabelLength)]
    public string? WhenMissing { get; set; }

    /// <summary>Of a new repetition.</summary>
    [BindProperty]
    [Display(Name = "Première question du bloc", Description = "Un texte court pour commencer : vous pourrez la changer, et en ajouter d’autres.")]
    [TextLength(Domain.Forms.Form.LabelLength)]
    public string? FirstQuestion { get; set; }

    public FieldKind Kind { get; private set; } = FieldKind.Text;

    /// <summary>As it is kept; null for a new one.</summary>
    public FormField? Kept { get; private set; }

    /// <summary>What is kept otherwise than what was typed, to whoever saved too late.</summary>
    public IReadOnlyList<string> Otherwise { get; private set; } = [];

    public bool HasSimpleRule { get; private set; } = true;

    public IEnumerable<DsfrOption> Kinds => FieldKind.All
        .Where(kind => Parent is null || kind is { HasFields: false, IsQuestion: true })
        .Select(kind => new DsfrOption(kind.Code, kind.Label));

    protected override IReadOnlyList<FormField> Readable => Form.Before(Parent, Key, IsFirst ? "" : After);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        IsFirst = Request.Query.TryGetValue("apres", out var after) && after.ToString().Length == 0;
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Kept is { } kept)
        {
            Show(kept);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        // All that is wrong is told at once, each thing beside its field.
        var edition = ReadSheet();
        IReadOnlyList<FormField> before = [];
        return await SubmitAsync(
            async token =>
            {
                before = [.. Parent is null ? Form.Draft.Fields : Form.Draft.Find(Parent)!.Fields];
                return await change.HandleAsync(new ChangeForm.ChangeForm(Form.Design!.Id, Version, edition), token);
            },
            design =>
            {
                var fields = Parent is null ? design.Draft.Fields : design.Draft.Find(Parent)!.Fields;
                var key = Key ?? fields.First(field => before.All(other => other.Key != field.Key)).Key;
                TempData.Confirm($"« {Texts.Line(Label)} » est enregistrée dans le brouillon.");
                return LocalRedirect(Parent is null ? FormLinks.Show(Slug, key) : $"{FormLinks.EditField(Slug, Parent)}#champ-{key}");
            },
            cancellationToken);
    }

    /// <summary>Changes the kind, and keeps what was typed.</summary>
    public Task<IActionResult> OnPostKindAsync(CancellationToken cancellationToken) => AgainAsync(
        () =>
        {
            if (KindTexts.Find(NewType) is { } kind)
            {
                (Type, Kind) = (kind.Code, kind);
            }
        },
        cancellationToken);

    public Task<IActionResult> OnPostUpAsync([FromForm] string inner, CancellationToken cancellationToken) => MoveAsync(inner, isUp: true, cancellationToken);

    public Task<IActionResult> OnPostDownAsync([FromForm] string inner, CancellationToken cancellationToken) => MoveAsync(inner, isUp: false, cancellationToken);

    protected override FormEdition ReadSheet()
    {
        // What is shown beside the sheet is already of the kind that is chosen to change to.
        if (IsSentByScript && KindTexts.Find(NewType) is { } chosen && Kinds.Any(offered => offered.Value == chosen.Code))
        {
            Kind = chosen;
        }

        var field = Read();
        if (Kind.HasChoices && field.Choices.Count < 2)
        {
            ModelState.AddModelError(nameof(Choices), "Proposez au moins deux réponses, une par ligne.");
        }

        return Key is null ? new AddField(field, IsFirst ? "" : After, Parent) : new ReplaceField(field, Parent);
    }

    protected override LivePart PartOf(Form form)
    {
        var key = Parent ?? Key ?? form.Fields.First(field => Form.Draft.Find(field.Key) is null).Key;
        return new LivePart(form.Around(key), key);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || Parent is not null && Form.Draft.Find(Parent) is not { Kind.HasFields: true })
        {
            return false;
        }

        Kept = Key is null ? null : Form.Find(Parent, Key);
        if (Key is not null && Kept is null)
        {
            return false;
        }

        Type ??= Kept?.Kind.Code;
        if (KindTexts.Find(Type) is not { } kind || Parent is not null && (kind.HasFields || !kind.IsQuestion))
        {
            return false;
        }

        (Kind, NewType) = (kind, NewType ?? kind.Code);
        HasSimpleRule = RuleInput.Of(Kept?.VisibleWhen) is not null;
        return true;
    }

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        await base.ShowFreshAsync(cancellationToken);
        if (Kept is { } kept)
        {
            var typed = Read();
            // A kind that holds other things than the kept one cannot be told apart beside it.
            var isAlike = typed.Label.Length > 0 && (typed.Kind.HasFields, typed.Kind.HasChoices) == (kept.Kind.HasFields, kept.Kind.HasChoices) && typed.Choices.Count > 0 == kept.Choices.Count > 0;
            var (before, after) = (new Form("avant", 1, [isAlike ? typed with { Fields = kept.Fields } : kept]), new Form("avant", 1, [kept]));
            Otherwise = [.. FormDifference.Between(before, after).Changes.SelectMany(changed => changed.Changes)];
        }
    }

    private Task<IActionResult> MoveAsync(string inner, bool isUp, CancellationToken cancellationToken)
    {
        // The page of a field has two forms: what moves needs none of what the other asks.
        foreach (var name in ModelState.Keys.Where(name => name is not (nameof(Version) or "slug" or "key")).ToList())
        {
            ModelState.Remove(name);
        }

        return SubmitAsync(
            token => change.HandleAsync(new ChangeForm.ChangeForm(Form.Design!.Id, Version, new MoveField(inner, isUp, Key)), token),
            design =>
            {
                var fields = design.Draft.Find(Key!)!.Fields;
                var rank = fields.ToList().FindIndex(field => field.Key == inner);
                TempData.Confirm($"« {fields[rank].Label} » est maintenant à la place {rank + 1} sur {fields.Count}.");
                return LocalRedirect($"{FormLinks.EditField(Slug, Key!)}#champ-{inner}");
            },
            cancellationToken);
    }

    private void Show(FormField field)
    {
        (Label, Hint, Example, IsRequired, FrozenFrom, WhenMissing) = (field.Label, field.Hint, field.Example, field.IsRequired, field.FrozenFrom, field.WhenMissing);
        MaximumLength = field.MaximumLength?.ToString(CultureInfo.InvariantCulture);
        MaximumWords = field.MaximumWords?.ToString(CultureInfo.InvariantCulture);
        Lines = field.Lines.ToString(CultureInfo.InvariantCulture);
        Choices = string.Join('\n', field.Choices.Select(choice => choice.Label));
        Rule = RuleInput.Of(field.VisibleWhen) ?? new RuleInput();
    }

    private FormField Read() => new(Key ?? "", Texts.Line(Label), Kind)
    {
        Hint = Given(Hint),
        Example = Kind.IsQuestion ? Given(Texts.Line(Example)) : null,
        IsRequired = Kind.IsQuestion && IsRequired,
        MaximumLength = Kind.IsBounded ? ReadNumber(nameof(MaximumLength), MaximumLength, Kind.MaximumLength) : null,
        MaximumWords = Kind.IsBounded ? ReadNumber(nameof(MaximumWords), MaximumWords, Kind.MaximumLength) : null,
        Lines = Kind == FieldKind.LongText ? ReadNumber(nameof(Lines), Lines, FormField.MostLines) ?? FormField.DefaultLines : FormField.DefaultLines,
        Choices = Kind.HasChoices ? FormField.ChoicesOf([.. Texts.Lines(Choices).Split('\n').Select(Texts.Line).Where(label => label.Length > 0)], Kept?.Choices ?? []) : [],
        FrozenFrom = Kind.IsQuestion && Parent is null ? FrozenFrom : null,
        WhenMissing = Kind.IsQuestion ? Given(Texts.Line(WhenMissing)) : null,
        VisibleWhen = !HasSimpleRule && Rule.IsEmpty ? Kept?.VisibleWhen : Editor.Read(ModelState),
        Fields = !Kind.HasFields ? [] : Kept?.Fields is { Count: > 0 } inner ? inner : Given(Texts.Line(FirstQuestion)) is { } first ? [new FormField("", first, FieldKind.Text)] : [],
    };

    private int? ReadNumber(string name, string? typed, int most)
    {
        var text = Texts.Line(typed).Replace(" ", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal).Replace("\u202f", "", StringComparison.Ordinal);
        if (text.Length == 0)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        ModelState.AddModelError(name, string.Create(CultureInfo.GetCultureInfo("fr-FR"), $"Écrivez un nombre entier de 1 à {most:N0}."));
        return null;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : Texts.Lines(text);
}
