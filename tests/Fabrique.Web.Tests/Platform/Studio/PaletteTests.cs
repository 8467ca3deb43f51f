using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Studio;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Platform.Studio;

/// <summary>What an administrator finds in Studio's toolbox under our name.</summary>
public sealed class PaletteTests
{
    private static readonly IServiceProvider Provider = new ServiceCollection()
        .AddLogging()
        .AddProcedures(ModuleSamples.Modules)
        .AddSingleton(MailSamples.Renderer)
        .AddSingleton(MailSamples.Catalog)
        .BuildServiceProvider();

    private static readonly ActivityRegistry Registry = Provider.GetRequiredService<ActivityRegistry>();

    private static readonly PickLists Lists = new(Provider.GetRequiredService<ChoiceLists>());

    private static IEnumerable<ActivityType> Ours => Registry.All.Where(type => type.TypeName.StartsWith("Fabrique.", StringComparison.Ordinal));

    [Fact]
    public void Every_activity_of_ours_is_offered_in_French_under_our_categories_and_starts_nothing()
    {
        Assert.Equal(26, Ours.Count());
        Assert.All(Ours, type =>
        {
            Assert.NotEqual("", type.Metadata.DisplayName);
            Assert.EndsWith(".", type.Metadata.Description, StringComparison.Ordinal);
            Assert.Equal(ActivityKind.Action, type.Metadata.Kind);
        });
        Assert.Equal(["Candidature", "Dates", "Incubation", "Jury", "Messages", "Personnes"], Ours.Select(type => type.Metadata.Category).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_two_activities_have_one_name_and_every_category_is_French()
    {
        Assert.True(Registry.All.Count() > 50);
        Assert.Empty(Registry.All.GroupBy(type => type.Metadata.DisplayName, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(type => type.TypeName))}"));
        Assert.Equal(
            ["Base", "Blocs", "Boucles", "Candidature", "Choix et branches", "Dates", "HTTP", "Incubation", "Journal", "Jury", "Messages", "Personnes", "Procédures", "Schéma", "Scripts"],
            Registry.All.Select(type => type.Metadata.Category).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Registry.All, type =>
        {
            Assert.NotEqual("", type.Metadata.DisplayName);
            Assert.EndsWith(".", type.Metadata.Description, StringComparison.Ordinal);
            Assert.All(type.Inputs, input => Assert.NotEqual("", input.DisplayName));
            Assert.All(type.Outputs, output => Assert.NotEqual("", output.DisplayName));
            Assert.All(type.Ports, port => Assert.NotEqual("", port.DisplayName));
            Assert.All(type.Properties, property => Assert.NotEqual("", property.DisplayName));
        });
    }

    [Fact]
    public void Every_input_output_and_outcome_has_a_French_name_and_is_explained()
    {
        Assert.All(Ours.SelectMany(type => type.Inputs), input =>
        {
            Assert.NotEqual("", input.DisplayName);
            Assert.EndsWith(".", input.Description, StringComparison.Ordinal);
        });
        Assert.All(Ours.SelectMany(type => type.Outputs), output =>
        {
            Assert.NotEqual("", output.DisplayName);
            Assert.EndsWith(".", output.Description, StringComparison.Ordinal);
        });
        Assert.All(Ours.Where(type => type.Outcomes is not ["Done"]), type =>
        {
            var outcomes = (OutcomesAttribute)Assert.Single(type.Activity.GetType().GetCustomAttributes(typeof(OutcomesAttribute), inherit: false));
            Assert.Equal(outcomes.Names.Count, outcomes.DisplayNames.Length);
        });
    }

    [Fact]
    public async Task Every_pick_list_is_fed_and_holds_the_default_value_and_the_fixed_ones()
    {
        var lists = 0;
        foreach (var (type, input) in Ours.SelectMany(type => type.Inputs.Select(input => (type, input))).Where(pair => pair.input.UIHint == "dropdown"))
        {
            var options = await Lists.GetOptionsAsync(type.TypeName, input.Name, CancellationToken.None);
            Assert.NotNull(options);
            Assert.All(options, option => Assert.NotEqual("", option.Text));
            Assert.Equal(options.Count, options.Select(option => option.Value).Distinct().Count());
            Assert.True(input.DefaultValue is null || options.Any(option => option.Value == input.DefaultValue), $"{type.TypeName} {input.Name}: {input.DefaultValue}");
            lists++;
        }

        Assert.Equal(39, lists);
        Assert.Null(await Lists.GetOptionsAsync("Elsa.WriteLine", "Message", CancellationToken.None));
        Assert.Null(await Lists.GetOptionsAsync("Fabrique.Task", "Title", CancellationToken.None));
    }

    [Fact]
    public async Task People_are_chosen_among_all_roles_and_parts()
    {
        var people = (await Lists.GetOptionsAsync("Fabrique.Task", "Assignee", CancellationToken.None))!;
        Assert.Equal([.. AppRoles.All, "Applicant", "PanelChair", "PanelClerk", "ProductCoach", "ProductDeveloper"], people.Select(option => option.Value));
        Assert.All(people, option => Assert.True(TaskAssignees.MayName(option.Value, Provider.GetRequiredService<SubjectTypes>())));
        Assert.Equal("L’équipe de la Fabrique (rôle Equipe)", people.Single(option => option.Value == "Equipe").Text);
        Assert.Equal(["", .. people.Select(option => option.Value)], (await Lists.GetOptionsAsync("Fabrique.Task", "EscalateTo", CancellationToken.None))!.Select(option => option.Value));
        Assert.Equal(people, (await Lists.GetOptionsAsync("Fabrique.DecideApplication", "Assignee", CancellationToken.None))!);
    }

    /// <summary>Free text: what is shown as an example, and what is written when nothing is, can be read.</summary>
    [Fact]
    public void Reminders_are_written_freely_and_explained_by_examples_that_can_be_read()
    {
        var inputs = Ours.SelectMany(type => type.Inputs).Where(input => input.Name == "Reminders").ToList();
        Assert.Equal(17, inputs.Count);
        Assert.All(inputs, input =>
        {
            Assert.NotEqual("dropdown", input.UIHint);
            Assert.Null(ReminderText.Read(input.DefaultValue!, out _));
            var examples = input.Description.Split('«').Skip(1).Select(after => after.Split('»')[0].Trim()).ToList();
            Assert.True(examples.Count >= 4);
            Assert.All(examples, example => Assert.True(ReminderText.Read(example, out var policy) is null && policy.Days.Count > 0, example));
        });
    }

    [Fact]
    public async Task Messages_are_chosen_by_what_they_say()
    {
        var options = (await Lists.GetOptionsAsync("Fabrique.SendMessage", "Message", CancellationToken.None))!;
        Assert.Equal(MailSamples.Catalog.All.Select(message => message.Key), options.Select(option => option.Value));
        Assert.Contains(options, option => option.Text.StartsWith("Votre avis est attendu sur la candidature C-2026-0042 (", StringComparison.Ordinal) && option.Value == "candidature/demande-avis");
    }
}
