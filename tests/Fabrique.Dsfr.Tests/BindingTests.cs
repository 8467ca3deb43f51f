using System.ComponentModel.DataAnnotations;
using Fabrique.Dsfr.Forms;
using Fabrique.Dsfr.Tests.Support;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Fabrique.Dsfr.Tests;

public sealed class BindingTests
{
    private sealed class Idea
    {
        [Display(Name = "Titre", Description = "En une ligne.")]
        [StringLength(120)]
        public string Title { get; set; } = "";

        [Display(Name = "Courriel")]
        [EmailAddress]
        public string? Email { get; set; }

        [Display(Name = "Problème", Description = "Ce que vivent les agents.")]
        [StringLength(30_000)]
        public string? Problem { get; set; }

        [Display(Name = "Début")]
        public DateOnly? Start { get; set; }

        [Display(Name = "Domaine")]
        public string? Theme { get; set; }

        [Display(Name = "Publics")]
        public IReadOnlyList<string> Audiences { get; set; } = [];

        [Display(Name = "J’ai prévenu ma hiérarchie")]
        public bool ManagerKnows { get; set; }

        [Display(Name = "Budget")]
        public decimal? Budget { get; set; }

        public string Unnamed { get; set; } = "";
    }

    private static readonly DsfrOption[] Themes = [new("eau", "Eau"), new("sol", "Sols", "Artificialisation"), new("air", "Air", Disabled: true)];

    [Fact]
    public async Task An_input_takes_label_hint_length_and_value_from_its_model()
    {
        var body = await Tags.RenderAsync(new DsfrInputTagHelper { For = Tags.For(new Idea { Title = "Haies" }, nameof(Idea.Title)) });

        var input = body.QuerySelector("input")!;
        Assert.Equal("Titre", body.QuerySelector("label")!.ChildNodes[0].TextContent);
        Assert.Equal("En une ligne.", body.QuerySelector(".fr-hint-text")!.TextContent);
        Assert.Equal(["Title", "Title", "120", "Haies"], new[] { input.Id, input.GetAttribute("name"), input.GetAttribute("maxlength"), input.GetAttribute("value") });
        Assert.True(input.HasAttribute("required"));
        Assert.Equal(input.Id, body.QuerySelector("label")!.GetAttribute("for"));
    }

    [Fact]
    public async Task An_optional_field_says_so_and_is_not_required()
    {
        var body = await Tags.RenderAsync(new DsfrInputTagHelper { For = Tags.For(new Idea(), nameof(Idea.Email)) });

        Assert.Equal("Courriel (facultatif)", body.QuerySelector("label")!.TextContent);
        Assert.False(body.QuerySelector("input")!.HasAttribute("required"));
        Assert.Equal("email", body.QuerySelector("input")!.GetAttribute("type"));
    }

    [Fact]
    public async Task A_refused_field_keeps_what_was_typed_and_shows_every_error()
    {
        var body = await Tags.RenderAsync(
            new DsfrInputTagHelper { For = Tags.For(new Idea { Title = "Ancien" }, nameof(Idea.Title)) },
            view: Tags.Refused("Title", "Ce que j’ai tapé", "Trop court.", "Déjà pris."));

        var input = body.QuerySelector("input")!;
        Assert.Equal("Ce que j’ai tapé", input.GetAttribute("value"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Contains("fr-input-group--error", body.QuerySelector("div")!.ClassList);
        Assert.Equal(["Trop court.", "Déjà pris."], body.QuerySelectorAll($"#{input.GetAttribute("aria-describedby")} .fr-message--error").Select(message => message.TextContent));
    }

    [Fact]
    public async Task A_field_emptied_by_the_person_stays_empty()
    {
        var body = await Tags.RenderAsync(
            new DsfrInputTagHelper { For = Tags.For(new Idea { Title = "Ancien" }, nameof(Idea.Title)) },
            view: Tags.Refused("Title", "", "Obligatoire."));

        Assert.Equal("", body.QuerySelector("input")!.GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task A_textarea_tells_its_maximum_without_cutting_what_is_pasted()
    {
        var text = "\nUne ligne vide d’abord.\n" + new string('é', 40_000);
        var body = await Tags.RenderAsync(new DsfrTextareaTagHelper { For = Tags.For(new Idea { Problem = text }, nameof(Idea.Problem)) });

        var textarea = body.QuerySelector("textarea")!;
        Assert.Equal(text, textarea.TextContent);
        Assert.False(textarea.HasAttribute("maxlength"));
        Assert.Equal("Ce que vivent les agents. 30\u202F000 caractères au maximum.", body.QuerySelector(".fr-hint-text")!.TextContent);
    }

    [Fact]
    public async Task A_field_without_a_model_tells_its_own_maximum_and_no_empty_hint()
    {
        var input = await Tags.RenderAsync(new DsfrInputTagHelper { Name = "Answers[title]", Label = "Titre", Hint = "", MaximumLength = 120 });
        Assert.Equal("120", input.QuerySelector("input")!.GetAttribute("maxlength"));
        Assert.Null(input.QuerySelector(".fr-hint-text"));

        var textarea = await Tags.RenderAsync(new DsfrTextareaTagHelper { Name = "Answers[problem]", Label = "Le problème", MaximumLength = 3000 });
        Assert.Equal("3\u202F000 caractères au maximum.", textarea.QuerySelector(".fr-hint-text")!.TextContent);
    }

    [Fact]
    public async Task A_date_is_written_as_the_browser_reads_it()
    {
        var body = await Tags.RenderAsync(new DsfrDateTagHelper
        {
            For = Tags.For(new Idea { Start = new DateOnly(2026, 3, 29) }, nameof(Idea.Start)),
            Min = new DateOnly(2026, 1, 1),
        });

        Assert.Equal("2026-03-29", body.QuerySelector("input")!.GetAttribute("value"));
        Assert.Equal("2026-01-01", body.QuerySelector("input")!.GetAttribute("min"));
    }

    [Fact]
    public async Task A_number_is_written_the_French_way()
    {
        var body = await Tags.RenderAsync(new DsfrInputTagHelper { For = Tags.For(new Idea { Budget = 12.5m }, nameof(Idea.Budget)) });

        Assert.Equal("12,5", body.QuerySelector("input")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_select_shows_the_value_and_offers_the_empty_choice_of_an_optional_field()
    {
        var body = await Tags.RenderAsync(new DsfrSelectTagHelper { For = Tags.For(new Idea { Theme = "sol" }, nameof(Idea.Theme)), Items = Themes });

        Assert.Equal(["sol"], body.QuerySelectorAll("option[selected]").Select(option => option.GetAttribute("value")));
        Assert.False(body.QuerySelector("option[value='']")!.HasAttribute("disabled"));
        Assert.True(body.QuerySelector("option[value=air]")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task Radios_check_the_value_that_was_posted_and_the_first_one_bears_the_field_s_id()
    {
        var body = await Tags.RenderAsync(
            new DsfrRadiosTagHelper { For = Tags.For(new Idea { Theme = "sol" }, nameof(Idea.Theme)), Items = Themes },
            view: Tags.Refused("Theme", "eau", "Choix impossible."));

        Assert.Equal(["eau"], body.QuerySelectorAll("input[checked]").Select(input => input.GetAttribute("value")));
        Assert.Equal(["Theme", "Theme-2", "Theme-3"], body.QuerySelectorAll("input").Select(input => input.Id));
        Assert.Equal("group", body.QuerySelector("fieldset")!.GetAttribute("role"));
    }

    [Fact]
    public async Task Checkboxes_check_every_value_of_the_collection()
    {
        var body = await Tags.RenderAsync(new DsfrCheckboxesTagHelper { For = Tags.For(new Idea { Audiences = ["eau", "air"] }, nameof(Idea.Audiences)), Items = Themes });

        Assert.Equal(["eau", "air"], body.QuerySelectorAll("input[checked]").Select(input => input.GetAttribute("value")));
    }

    [Fact]
    public async Task Checkboxes_check_every_value_that_was_posted()
    {
        var state = new ModelStateDictionary();
        state.SetModelValue("Audiences", new[] { "sol", "eau" }, "sol,eau");
        var body = await Tags.RenderAsync(
            new DsfrCheckboxesTagHelper { For = Tags.For(new Idea(), nameof(Idea.Audiences)), Items = Themes },
            view: ViewRenderer.NewViewContext(state));

        Assert.Equal(["eau", "sol"], body.QuerySelectorAll("input[checked]").Select(input => input.GetAttribute("value")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_box_is_ticked_when_its_property_is_true(bool isTicked)
    {
        var body = await Tags.RenderAsync(new DsfrCheckboxTagHelper { For = Tags.For(new Idea { ManagerKnows = isTicked }, nameof(Idea.ManagerKnows)) });

        Assert.Equal(isTicked, body.QuerySelector("input")!.HasAttribute("checked"));
        Assert.Equal("true", body.QuerySelector("input")!.GetAttribute("value"));
        Assert.False(body.QuerySelector("input")!.HasAttribute("required"));
    }

    [Fact]
    public async Task A_property_of_a_nested_model_has_a_full_name_and_a_valid_id()
    {
        var view = ViewRenderer.NewViewContext();
        view.ViewData.TemplateInfo.HtmlFieldPrefix = "Input.Ideas[0]";
        var body = await Tags.RenderAsync(new DsfrInputTagHelper { For = Tags.For(new Idea(), nameof(Idea.Title)) }, view: view);

        Assert.Equal("Input.Ideas[0].Title", body.QuerySelector("input")!.GetAttribute("name"));
        Assert.Equal("Input_Ideas_0__Title", body.QuerySelector("input")!.Id);
    }

    [Fact]
    public async Task The_error_summary_leads_to_each_field_and_takes_the_focus()
    {
        var view = Tags.Refused("Input.Title", "", "Le titre manque.");
        view.ModelState.AddModelError("", "L’appel est clos.");
        var body = await Tags.RenderAsync(new DsfrErrorSummaryTagHelper(), view: view);

        var summary = body.QuerySelector("#erreurs")!;
        Assert.Equal("-1", summary.GetAttribute("tabindex"));
        Assert.True(summary.HasAttribute("autofocus"));
        Assert.Equal("2 erreurs sont à corriger", summary.QuerySelector("h2")!.TextContent);
        Assert.Equal(["#Input_Title"], summary.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Le titre manque.", summary.QuerySelector("a")!.TextContent);
        Assert.Contains("L’appel est clos.", summary.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_summary_follows_the_order_of_the_form()
    {
        var view = ViewRenderer.NewViewContext();
        view.ViewData.Model = new Page();
        foreach (var field in new[] { "Input.Audiences[1]", "Elsewhere", "Input.Title", "Input.Email", "Input.Audiences[0]", "" })
        {
            view.ModelState.AddModelError(field, $"Erreur {field}");
        }

        var body = await Tags.RenderAsync(new DsfrErrorSummaryTagHelper(), view: view);

        Assert.Equal(
            ["Erreur ", "Erreur Input.Title", "Erreur Input.Email", "Erreur Input.Audiences[0]", "Erreur Input.Audiences[1]", "Erreur Elsewhere"],
            body.QuerySelectorAll("li").Select(line => line.TextContent));
    }

    private sealed class Page
    {
        public string Before { get; } = "";

        public Idea Input { get; } = new();
    }

    [Fact]
    public async Task The_error_summary_is_absent_when_all_is_well() =>
        Assert.Empty((await Tags.RenderAsync(new DsfrErrorSummaryTagHelper())).ChildNodes);

    [Fact]
    public async Task A_field_without_label_is_refused()
    {
        var exception = await Assert.ThrowsAsync<DsfrUsageException>(() =>
            Tags.RenderAsync(new DsfrInputTagHelper { For = Tags.For(new Idea(), nameof(Idea.Unnamed)) }));

        Assert.Contains("Unnamed has no label", exception.Message, StringComparison.Ordinal);
    }
}
