using Fabrique.Data.Connections;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Tests;

public sealed class FormTests
{
    private const string Questions = "Montant : nombre obligatoire\nÉchéance : date\nAvis : choix (Favorable | Réservé)\nJ’ai lu : case\nSuite : texte long";

    [Theory, EngineData]
    public async Task A_form_and_its_answers_are_kept_as_json_and_come_back_typed(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var person = Sample.Person();
        var item = Drawn(Questions, Assignee.Person(person.Id));
        item.Answer("Oui", "Vu.", item.Form.Fill(new("montant", "1 234,50"), new("echeance", "31/12/2026"), new("avis", "Réservé"), new("suite", "« Deux »\n\\lignes 🎈")), person.Id, Sample.Now);
        await test.SaveAsync(person, item);

        await test.InScopeAsync(async db =>
        {
            var saved = await db.WorkItems.SingleAsync();
            Assert.Equivalent(item.Form, saved.Form, strict: true);
            Assert.Equal(item.Answers, saved.Answers);
            Assert.Equal((1234.50m, new DateOnly(2026, 12, 31), "Réservé", false, "« Deux »\n\\lignes 🎈"), (saved.Answers.Number("montant"), saved.Answers.Date("echeance"), saved.Answers.Choice("avis"), saved.Answers.IsTicked("j-ai-lu"), saved.Answers.Text("suite")));
            Assert.Equal(
                """{"shape":1,"code":"drawn","version":1,"fields":[{"key":"montant","label":"Montant","kind":"number","required":true},{"key":"echeance","label":"Échéance","kind":"date"},{"key":"avis","label":"Avis","kind":"choice","choices":[{"key":"Favorable","label":"Favorable"},{"key":"Réservé","label":"Réservé"}]},{"key":"j-ai-lu","label":"J’ai lu","kind":"checkbox"},{"key":"suite","label":"Suite","kind":"long-text"}]}""",
                await ColumnAsync(db, "select form as \"Value\" from work_items"));
            Assert.StartsWith(
                """{"form":"drawn","version":1,"values":{"montant":1234.50,"echeance":{"date":"2026-12-31"},"avis":{"choice":"Réservé"},"j-ai-lu":false,"suite":"« Deux »\n""",
                (await ColumnAsync(db, "select answers as \"Value\" from work_items")).Replace("\\u00A0", "\u00a0", StringComparison.Ordinal),
                StringComparison.Ordinal);
            Assert.False(db.ChangeTracker.HasChanges());
        });
    }

    [Fact]
    public async Task Any_form_with_any_rules_and_answers_is_the_same_once_written_and_read()
    {
        await using var test = await DataTest.OnAsync(Engine.Sqlite);
        await test.InScopeAsync(db =>
        {
            var forms = db.Model.FindEntityType(typeof(FormDesign))!.FindProperty(nameof(FormDesign.Draft))!.GetValueConverter()!;
            var kept = db.Model.FindEntityType(typeof(Application))!.FindProperty(nameof(Application.Answers))!.GetValueConverter()!;
            for (var seed = 0; seed < 1000; seed++)
            {
                var random = new RandomForms(seed);
                var form = random.Form();
                var read = (Form)forms.ConvertFromProvider(forms.ConvertToProvider(form))!;
                Assert.True(FormDifference.Between(form, read).IsEmpty, $"{seed}");
                Assert.Equal(form.Eligibility, read.Eligibility);
                Assert.Equal(form.Fields.Select(field => field.VisibleWhen), read.Fields.Select(field => field.VisibleWhen));
                var answers = random.Answers(form);
                Assert.Equal(answers, kept.ConvertFromProvider(kept.ConvertToProvider(answers)));
            }

            return Task.CompletedTask;
        });
    }

    [Theory, EngineData]
    public async Task Every_part_of_a_form_comes_back(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var item = WorkItem.Open(Guid.CreateVersion7(), "Task", new Subject("Call", Guid.CreateVersion7()), "Relire", Assignee.HoldersOf("Equipe"), "i", Sample.Now, Sample.Now.AddDays(1), ReminderPolicy.None, new TaskSheet("", ApplicationForms.Default, ["Oui"]));
        var bare = Drawn("", Assignee.HoldersOf("Equipe"));
        await test.SaveAsync(item, bare);
        await test.InScopeAsync(async db =>
        {
            Assert.Equivalent(ApplicationForms.Default, (await db.WorkItems.SingleAsync(saved => saved.Id == item.Id)).Form, strict: true);
            var saved = await db.WorkItems.SingleAsync(saved => saved.Id == bare.Id);
            Assert.Same(Form.None, saved.Form);
            Assert.Equal(FormAnswers.None, saved.Answers);
            Assert.Equal("{}{}", await ColumnAsync(db, $"select form || answers as \"Value\" from work_items where title = '{bare.Title}'"));
        });
    }

    [Theory]
    [EngineData("""{"shape":2,"code":"a"}""")]
    [EngineData("""{"shape":1,"code":"a","version":1}""")]
    [EngineData("""{"shape":1,"code":"a","version":1,"fields":[{"key":"k","kind":"choice","label":"K"}]}""")]
    [EngineData("[]")]
    [EngineData("Montant : nombre")]
    public async Task A_form_that_this_program_cannot_read_asks_nothing_and_is_kept_as_it_was(Engine engine, string json)
    {
        await using var test = await DataTest.OnAsync(engine);
        await test.SaveAsync(Drawn(Questions, Assignee.HoldersOf("Equipe")));
        await test.InScopeAsync(db => db.Database.ExecuteSqlAsync($"update work_items set form = {json}"));
        await test.InScopeAsync(async db =>
        {
            var item = await db.WorkItems.SingleAsync();
            Assert.Equal((json, 0), (item.Form.UnreadText, item.Form.Fields.Count));
            item.Cancel(Sample.Now);
            await db.SaveChangesAsync();
            Assert.Equal(json, await ColumnAsync(db, "select form as \"Value\" from work_items"));
        });
    }

    [Theory, EngineData]
    public async Task Kinds_and_values_that_this_program_does_not_know_are_shown_as_texts(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        await test.SaveAsync(Drawn(Questions, Assignee.HoldersOf("Equipe")));
        var form = """{"shape":1,"code":"a","version":2,"fields":[{"key":"lieu","label":"Lieu","kind":"territory","choices":[{"key":"x"}]}]}""";
        var answers = """{"form":"a","version":2,"values":{"lieu":{"commune":"29019"},"rien":null}}""";
        await test.InScopeAsync(db => db.Database.ExecuteSqlAsync($"update work_items set form = {form}, answers = {answers}"));
        var item = await test.InScopeAsync(db => db.WorkItems.SingleAsync());
        Assert.Equal("""{"commune":"29019"}""", item.Form.Fields[0].Kind.Show(item.Form.Fields[0], item.Answers["lieu"]));
        Assert.Equal(["lieu"], item.Answers.Values.Keys);
    }

    /// <summary>Rows as the first schema had them: four columns of an application, the text of a form, answers by label.</summary>
    [Theory, EngineData]
    public async Task What_was_written_before_forms_had_a_shape_is_carried_over(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var services = database.Services();
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            await db.GetService<IMigrator>().MigrateAsync("Initial");
            await WriteOldRowsAsync(db, engine);
        }

        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            var applications = await db.Applications.OrderBy(application => application.Reference).ToListAsync();
            var first = ApplicationForms.Of(new FormAnswers(ApplicationForms.Code, 1));
            Assert.Equal(1, first.Version);
            Assert.Equal(
                [
                    first.Fill(new(ApplicationForms.Title, "L’idée « \"neuve\" »"), new(ApplicationForms.Problem, "Un\nproblème \\ à 10 %\tde l’année"), new(ApplicationForms.Solution, "Une {solution} 🎈"), new(ApplicationForms.FirstUsers, "Des 'usagers'")),
                    first.Fill(new KeyValuePair<string, string?>(ApplicationForms.Title, "Brouillon")),
                ],
                applications.Select(application => application.Answers));
            Assert.Equal(["L’idée « \"neuve\" »", "Brouillon"], applications.Select(application => application.Title));
            Assert.Equal([true, false], applications.Select(application => application.IsComplete));

            var items = await db.WorkItems.ToDictionaryAsync(item => item.Title);
            var done = items["Faite"];
            Assert.Equal(["montant", "echeance", "avis", "j-ai-lu", "suite"], done.Form.Fields.Select(field => field.Key));
            Assert.Equal(done.Form.Fill(new("montant", "12,50"), new("avis", "Réservé"), new("j-ai-lu", "true"), new("suite", "Rien \"d’autre\".")), done.Answers);
            Assert.Equal(12.50m, done.Answers.Number("montant"));
            Assert.Equal((5, FormAnswers.None.Values.Count), (items["À faire"].Form.Fields.Count, items["À faire"].Answers.Values.Count));
            Assert.Equal("Montant : beaucoup", items["Illisible"].Form.UnreadText);
            Assert.Same(Form.None, items["Sans"].Form);

            var open = items["À faire"];
            open.Answer("Oui", "", open.Form.Fill(new KeyValuePair<string, string?>("montant", "3")), done.CompletedById!.Value, Sample.Now);
            await db.SaveChangesAsync();
        }
    }

    private static async Task WriteOldRowsAsync(FabriqueDbContext db, Engine engine)
    {
        var (person, call, at) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Sample.Now);
        string Several(string one) => engine is Engine.Sqlite ? $"'[\"{one}\"]'" : $"array['{one}']";
        var insertPerson = $"insert into staff_members (id, directory_id, full_name, email, unit, roles, is_active, version) values ({{0}}, 'lea', 'Léa', 'lea@exemple.gouv.fr', '', {Several("Agent")}, true, 0)";
        await db.Database.ExecuteSqlRawAsync(insertPerson, person);
        await db.Database.ExecuteSqlAsync(
            $"insert into calls (id, slug, title, theme, presentation, opens_at, closes_at, places, status, version) values ({call}, 'appel', 'Appel', '', '', {at}, {at.AddDays(1)}, 1, 'Open', 0)");
        await ApplicationAsync("C-1", "L’idée « \"neuve\" »", "Un\nproblème \\ à 10 %\tde l’année", "Une {solution} 🎈", "Des 'usagers'");
        await ApplicationAsync("C-2", "Brouillon", "", "", "");
        await TaskAsync("Faite", Questions, """[{"Label":"Montant","Value":"12.50"},{"Label":"Échéance","Value":""},{"Label":"Avis","Value":"Réservé"},{"Label":"J’ai lu","Value":"true"},{"Label":"Suite","Value":"Rien \"d’autre\"."}]""", isDone: true);
        await TaskAsync("À faire", Questions, "[]", isDone: false);
        await TaskAsync("Illisible", "Montant : beaucoup", "[]", isDone: false);
        await TaskAsync("Sans", "", "[]", isDone: false);

        Task ApplicationAsync(string reference, string title, string problem, string solution, string users) => db.Database.ExecuteSqlAsync(
            $"insert into applications (id, reference, call_id, applicant_id, status, created_at, version, title, problem, solution, first_users) values ({Guid.CreateVersion7()}, {reference}, {call}, {person}, 'Draft', {at}, 0, {title}, {problem}, {solution}, {users})");

        Task TaskAsync(string title, string form, string answers, bool isDone)
        {
            var insert =
                $"""
                insert into work_items (id, kind, subject_kind, subject_id, title, assignee_id, opened_at, due_at, status, instructions, form_text, outcomes, outcome, answers, completed_by_id, completed_at, workflow_instance_id, version)
                values ({"{0}"}, 'Task', 'Call', {"{1}"}, {"{2}"}, {"{3}"}, {"{4}"}, {"{4}"}, {(isDone ? "'Done'" : "'Open'")}, '', {"{5}"}, {Several("Oui")}, {(isDone ? "'Oui'" : "null")}, {"{6}"}, {(isDone ? "{3}" : "null")}, {(isDone ? "{4}" : "null")}, 'i', 0)
                """;
            return db.Database.ExecuteSqlRawAsync(insert, Guid.CreateVersion7(), call, title, person, at, form, answers);
        }
    }

    private static WorkItem Drawn(string form, Assignee assignee)
    {
        Assert.Null(FormText.Read(form, out var questions));
        return WorkItem.Open(
            Guid.CreateVersion7(), "Task", new Subject("Call", Guid.CreateVersion7()), form.Length == 0 ? "Sans question" : "Vérifier", assignee, "i", Sample.Now, Sample.Now.AddDays(1), ReminderPolicy.None, new TaskSheet("", questions, ["Oui", "Non"]));
    }

    private static Task<string> ColumnAsync(FabriqueDbContext db, string sql) => db.Database.SqlQueryRaw<string>(sql).SingleAsync();
}
