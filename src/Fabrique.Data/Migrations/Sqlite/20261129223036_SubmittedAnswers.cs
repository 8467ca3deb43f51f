using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SubmittedAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_calls_form_id",
                table: "calls");

            migrationBuilder.CreateTable(
                name: "submitted_answers",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 121, nullable: false),
                    rank = table.Column<int>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    number = table.Column<double>(type: "REAL", nullable: true),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submitted_answers", x => new { x.application_id, x.key, x.rank });
                    table.CheckConstraint("ck_submitted_answers_key_length", "length(key) <= 121");
                    table.CheckConstraint("ck_submitted_answers_text_length", "length(text) <= 4000");
                    table.ForeignKey(
                        name: "fk_submitted_answers_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_calls_form_id",
                table: "calls",
                column: "form_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_submitted_answers_key_day",
                table: "submitted_answers",
                columns: new[] { "key", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_submitted_answers_key_number",
                table: "submitted_answers",
                columns: new[] { "key", "number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "submitted_answers");

            migrationBuilder.DropIndex(
                name: "ix_calls_form_id",
                table: "calls");

            migrationBuilder.CreateIndex(
                name: "ix_calls_form_id",
                table: "calls",
                column: "form_id");
        }
    }
}
