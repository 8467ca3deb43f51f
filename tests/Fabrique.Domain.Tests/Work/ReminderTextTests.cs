using Fabrique.Domain.Work;

namespace Fabrique.Domain.Tests.Work;

public sealed class ReminderTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" , \n", "")]
    [InlineData("J", "0")]
    [InlineData("J-7, J-2, J+3", "-7 -2 3")]
    [InlineData("J+3,J-2,J-7,J-2", "-7 -2 3")]
    [InlineData("J-366, J+366", "-366 366")]
    [InlineData("J-0, J+0, J", "0")]
    [InlineData("J-1,", "-1")]
    [InlineData("j-7, j, j+2", "-7 0 2")]
    [InlineData("J - 7 ,J+ 2", "-7 2")]
    [InlineData("J\u00a0\u2212\u00a07, J\u20132", "-7 -2")]
    [InlineData("J-7\nJ-2\r\n\r\nJ+3", "-7 -2 3")]
    [InlineData("J+1 ouvré", "1o")]
    [InlineData("J-7, J-2, J+1 ouvré, J+3 ouvrés", "-7 -2 1o 3o")]
    [InlineData("J+3ouvrés", "3o")]
    [InlineData("J+3 OUVRÉS, j-2 Ouvrés", "-2o 3o")]
    [InlineData("J+3 ouvres, J+1 ouvre", "1o 3o")]
    [InlineData("J+3 jours ouvrés, J-1 jour ouvré", "-1o 3o")]
    [InlineData("J ouvré", "0o")]
    [InlineData("J-2, J-2 ouvrés", "-2 -2o")]
    [InlineData("J-366 ouvrés, J+366 ouvrés", "-366o 366o")]
    [InlineData("J-007", "-7")]
    public void Reminders_are_read_as_people_write_them(string text, string expected)
    {
        Assert.Null(ReminderText.Read(text, out var policy));
        Assert.Equal(expected, string.Join(' ', policy.Days.Select(day => $"{day.Days}{(day.IsCountedInWorkingDays ? "o" : "")}")));
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("J-", "J-")]
    [InlineData("J 7", "J 7")]
    [InlineData("J7", "J7")]
    [InlineData("J+-7", "J+-7")]
    [InlineData("J-7; J-2", "J-7; J-2")]
    [InlineData("J-1.5", "J-1.5")]
    [InlineData("J-2, la veille, J", "la veille")]
    [InlineData("J-2\nJ+1 calendaire", "J+1 calendaire")]
    [InlineData("J+1 ouvrable", "J+1 ouvrable")]
    [InlineData("J-2 J-1", "J-2 J-1")]
    [InlineData("J+３", "J+３")]
    [InlineData("ouvré", "ouvré")]
    public void What_cannot_be_read_is_named_alone(string text, string piece)
    {
        Assert.Equal($"la relance « {piece} » ne se lit pas : écrivez par exemple « J-7, J-2, J+1 ouvré »", ReminderText.Read(text, out var policy));
        Assert.Same(ReminderPolicy.None, policy);
    }

    [Theory]
    [InlineData("J-367", "J-367")]
    [InlineData("J-1, J+367 ouvrés", "J+367 ouvrés")]
    [InlineData("J+99999999999", "J+99999999999")]
    public void What_is_too_far_is_named_alone(string text, string piece)
    {
        Assert.Equal($"la relance « {piece} » est à plus de 366 jours du dernier jour", ReminderText.Read(text, out var policy));
        Assert.Same(ReminderPolicy.None, policy);
    }
}
