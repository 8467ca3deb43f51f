using Fabrique.Domain.People;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Tests;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("Anouk Églantine", "anouk eglantine")]
    [InlineData("L’Œuvre À ÇA", "l'oeuvre a ca")]
    [InlineData("ﾅ ß 中", "ﾅ ß 中")]
    [InlineData("E\u0301te\u0301", "ete")]
    public void A_text_is_read_without_accents_case_nor_kinds_of_marks(string text, string read) => Assert.Equal(read, SearchText.Fold(text));

    [Theory, EngineData]
    public async Task The_database_reads_a_text_as_we_do(Engine engine)
    {
        string[] names = ["Anouk ÉGLANTINE", "Œdipe d’Artagnan", "Zoé Nuñez\u00a0Ödön", "Ipek Łukasz", "100 % \\_ 中"];
        await using var test = await DataTest.OnAsync(engine);
        var people = names.Select((_, index) => Sample.Person($"p{index}", AppRoles.Agent)).ToArray();
        foreach (var (person, name) in people.Zip(names))
        {
            person.RecordSignIn(name, person.Email, [AppRoles.Agent], Sample.Now);
        }

        await test.SaveAsync([.. people]);

        foreach (var name in names)
        {
            var folded = SearchText.Fold(name);
            Assert.Equal(name, await test.InScopeAsync(db => db.StaffMembers.Where(person => SearchText.Fold(person.FullName) == folded).Select(person => person.FullName).SingleAsync()));
            var part = folded[1..^1];
            Assert.Equal(name, await test.InScopeAsync(db => db.StaffMembers.Where(person => SearchText.Fold(person.FullName).Contains(part)).Select(person => person.FullName).SingleAsync()));
        }
    }
}
