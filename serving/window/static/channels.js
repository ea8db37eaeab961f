// One touch copies a text; without this script the text itself is selected by one touch.
document.querySelectorAll(".copier").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.copy);
    field.focus();
    field.select();
    const done = () => { button.parentElement.querySelector("[role=status]").textContent = button.dataset.done; };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(field.value).then(done, () => { if (document.execCommand("copy")) done(); });
    } else if (document.execCommand("copy")) {
      done();
    }
  });
});
